/** How to colour text; on anything but a terminal each gives the text back as it is. */
export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', (text: string) => string>>;
