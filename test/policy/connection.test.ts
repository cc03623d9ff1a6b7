import { expect } from 'chai';
import { hasPassword } from '../../src/policy/connection.js';
import { timed } from '../timed.js';

const oracle = 'jdbc:oracle:thin:shop/tall-ships@//db:1521/shop';

/** As Kafka is told to log in. */
function jaas(password: string, quote = '"'): string {
  return `org.example.PlainLoginModule required \\\n  username="shop" \\\n  password=${quote}${password}${quote};`;
}

const connections: readonly (readonly [name: string, text: string])[] = [
  ['an address', 'postgres://shop:tall-ships@db:5432/shop'],
  ['an address with a long scheme', `${'a'.repeat(40)}+tls://shop:tall-ships@db`],
  ['an address without a user', 'redis://:tall-ships@cache'],
  ['a query', 'jdbc:mysql://db/shop?user=shop&password=tall-ships'],
  ['a list', 'Server=db;User Id=shop;Password=tall-ships;'],
  ['words', 'host=db user=shop password=tall-ships'],
  ['a JDBC list', 'jdbc:sqlserver://db:1433;user=shop;password=tall-ships'],
  ['a JDBC list of DB2', '<url>jdbc:db2://db:50000/shop:user=shop;password=a b;</url>'],
  ['a JDBC list in a file', 'url=jdbc:sqlserver://db\nuser=shop\nurl2="jdbc:x://db;Pwd=a"'],
  ['a JDBC address of Oracle', oracle],
  ['the DSN of Go', 'shop:tall-ships@tcp(db:3306)/shop'],
  ['the DSN of Go with a socket', 'dsn: "shop:t@ll/:ships@unix(/run/db.sock)/shop"'],
  ['the DSN of Go without a protocol', 'exporter:tall-ships@(db:3306)/'],
  ['a line of JAAS', jaas('tall-ships')],
  ['a line of JAAS for users', 'Server { a.DigestLoginModule required user_super="tall-ships"; };'],
  ['a line of JAAS in JSON', JSON.stringify(jaas('tall-ships'))],
  ['a line of JAAS without quotes', 'a.ScramLoginModule required username=shop password=tall-ships;'],
  ['several lines of JAAS without quotes', JSON.stringify(jaas('tall-ships', ''))],
  ['a line of JAAS whose password begins as a reference does', jaas('@bcd1234XX', '')],
  ['the same in quotes', jaas('@bcd1234XX')],
  ['a line of JAAS with more than a reference', jaas('env:shop/tall-ships')],
  ['the same without quotes', jaas('env:shop/tall-ships', '')],
  ['a list of ODBC', 'Driver={x};Server=db;UID=shop; PWD = tall-ships'],
  ['a list of ODBC that begins with it', 'dsn: PWD=tall-ships;Server=db'],
  ['a list of ODBC with a slash before the password', 'Server=db;PWD=/Tall/5hips'],
  ['a list of ODBC on one line with others', 'HOST=db; PWD=tall-ships; UID=shop'],
  ['a list in a string that follows another', '{"a":"the password=x","b":"Server=db;Password=tall-ships"}'],
  ['a list behind a word with an apostrophe', "# don't: host=db password=tall-ships"],
  ['lines of settings with blank ones', '[a]\nhost     = db\n\n; the user\npassword = tall-ships ; first\n'],
  ['an address whose password begins as a port does', 'redis://:8080ships,x@cache'],
  ['lines of settings', 'HOST=db\nPASSWORD=tall-ships\n'],
  ['a comment', '# postgres://shop:tall-ships@db:5432/shop'],
  ['a comment with chance in it', '; amqp://shop:f3a9c2e17b604d58@host'],
  ['a comment with a word that says more than what it is', '// redis://:password123@cache'],
  ['a line after a comment', '# mysql://user:password@host\nmysql://user:password@host'],
  ['a line that has a comment behind it', 'mysql://user:password@host # url'],
  ['capitals on a host that is none', 'postgres://USER:PASSWORD@db/shop'],
  ['capitals that do not say what they are', 'postgres://SHOP:TALLSHIPS@HOST/shop'],
  ['a comment that is too long to be looked through', `# ${'a '.repeat(1_000)} redis://:password@cache`],
  ['a comment whose beginning is out of sight', `url = x${' '.repeat(10)}#${' '.repeat(1_004)}redis://:password@c`],
  ['another token of a registry', '//npm.example.com/:_authToken=tall-ships'],
  ['a token of a registry that is a word', 'registry=https://npm/\n//npm.example.com/:_authToken=mysecrettoken\n'],
  ['a password of a registry that is a word', '  //npm.example.com:_password = password'],
  ['a token of a registry with a reference', '//{{ .Values.npm.host }}/:_auth=your-token'],
];

const innocent = [
  'jdbc:sqlserver://db:1433;user=shop;password=${DB_PASSWORD}',
  'jdbc:sqlserver://db:1433;user=shop;password={{ .Values.password }};encrypt=true',
  'jdbc:postgresql://db/shop?user=shop&password={{ .Values.password }}',
  'jdbc:oracle:thin:@//db:1521/shop',
  'jdbc:oracle:thin:${USER}/${PASSWORD}@//db:1521/shop',
  'jdbc:sqlserver://db\npassword=in-another-setting',
  'shop:$(DB_PASSWORD)@tcp(db:3306)/shop',
  'shop:${DB_PASSWORD}@tcp(db:3306)/shop',
  'exporter:$(DB_PASSWORD)@(db:3306)/',
  'mail to:ops@(example.com)/ or to:ops@(see:below)/',
  's/(.*):(.*)@(.*)/\\1:***@(\\3)/',
  '%s:%s@tcp(%s)/%s',
  'shop@tcp(db:3306)/shop',
  jaas('${KAFKA_PASSWORD}'),
  'Server { a.DigestLoginModule required user_super="${PASSWORD}"; };',
  'the field is required user_name="shop"',
  jaas('$(KAFKA_PASSWORD)'),
  jaas('${KAFKA_PASSWORD}', ''),
  jaas('{{ .Values.password }}', ''),
  jaas('<password>', ''),
  jaas('@db.password@'),
  jaas('@db.password@', ''),
  jaas('env:KAFKA_PASSWORD'),
  jaas('env:KAFKA_PASSWORD', ''),
  'a field is required name=x password=what-you-choose',
  'a.PlainLoginModule required user=x; password=of-another-statement',
  'HOST=0.0.0.0\nPWD=/app\n',
  'HOST=0.0.0.0;\nPWD=/app\n',
  'HOST=0.0.0.0 PWD=/app',
  'HOST=0.0.0.0; PWD=/app',
  'HOST=0.0.0.0; PWD=/',
  'PWD=/srv/shop-1; HOST=0.0.0.0',
  'HOST=0.0.0.0; PWD=$HOME/app; OLDPWD=/',
  'a field is required ; name="x" password="of another statement"',
  '<input password="x">',
  '//npm.example.com/:_authToken=${NPM_TOKEN}',
  'https://example.com/a:b@c',
  'postgres://shop@db/shop',
  'postgres://shop:$(DB_PASSWORD)@db/shop',
  'postgres://shop:${DB_PASSWORD}@db/shop',
  'Server=db;Password=${DB_PASSWORD}',
  'the password = what you choose',
  '# Example: mysql://user:secret@host:port/database',
  '  ##   mongodb://user:auth_key@10.10.3.30:27017,',
  '##    servers = ["user:passwd@tcp(127.0.0.1:3306)/?tls=false"]',
  '## tcp://username:password@192.168.99.100\r\n',
  'url = "x"\n// redis://:your-password@cache',
  '#postgres://[user[:password]]@localhost[/db]',
  '# mongodb://shop:changeme@db',
  '; amqp://user:ships@host:5672',
  '# dsn: user:ships@tcp(hostname:3306)/shop',
  '[database]\n;host = db\n;password = password',
  '# jdbc:sqlserver://db:1433;user=shop;password=password;',
  '# jdbc:oracle:thin:user/pass@//host:1521/shop',
  'postgres://USER:PASSWORD@HOST/db',
  'DB_USER:DB_PASS@tcp(DB_HOST:3306)/shop',
  '; //npm.example.com/:_authToken=your-token',
  '#//npm.example.com/:_authToken=your-token',
  'host = db\npassword =\nuser = shop',
  'host = db\npassword = # none yet\n',
  'host = db\npassword = $__file{/etc/shop/password}\n',
  'host = db\n\n\n\n\n\n\n\n\n\n\npassword = of-another-section',
  '{"dsn":"host=db user=shop","hint":"set password=to-what-you-like"}',
  'db-host=db password=tall-ships',
  'host=db db-password=tall-ships',
  'if password=="tall-ships" and host=="db"',
  '{"url":"http://web:8080","mail":"ops@example.com"}',
  'origins: http://web:8080,ops@example.com',
  'callback=http://web:8080&email=ops@example.com',
  '<a href=http://web:8080>ops@example.com</a>',
  'url=http://web:8080\\nmail=ops@example.com',
  'https://shop:REDACTED@db',
  '{"url": "jdbc:postgresql://db/shop?user=shop&password=${DB_PASSWORD}", "pool": 5}',
  'id,password=tall-ships host',
  'postgres://%DB_USER%:%DB_PASS%@db/shop',
  'if(user===shop.user&&password===shop.password){',
  'https://web/login?user=shop&password=<your password>',
  'rewrite ^/a$ /b?user=$arg_user&password=$arg_password? last;',
  's/&password=[^&]*/&password=***/',
];

describe('a connection', () => {
  for (const [name, text] of connections) {
    it(`shows its password in ${name}`, () => {
      expect(hasPassword(text)).to.equal(true);
    });
  }

  it('has none where there is a reference to one, or something else', () => {
    for (const text of innocent) expect(hasPassword(text), text).to.equal(false);
  });

  timed('is told from examples in a time that grows with the text and not with its square', function () {
    this.timeout(5_000);
    for (const piece of [
      'a://b:password@host ',
      '# a://b:password@c\n',
      ';password=pass',
      ':PASSWORD@tcp(HOST',
      ' ;',
      '# ',
    ]) {
      hasPassword(`# host=${piece.repeat(Math.ceil(1_000_000 / piece.length))}`);
    }
  });

  timed('is looked for in lists in a time that grows with the text and not with its square', function () {
    this.timeout(5_000);
    for (const piece of [
      'password="',
      'host= password=',
      ';password=$a;',
      'a:11,password=$a,',
      'a,b,password=$a ',
      'password=\n',
      'host=\npassword=$a\n',
      'password=&quot;',
      'password=a.a(',
      'password=<',
      'pwd=',
      "'",
      '\\"',
    ]) {
      for (const start of ['', 'host=x ']) hasPassword(`${start}${piece.repeat(Math.ceil(250_000 / piece.length))}`);
    }
  });

  timed('is looked for beside the login to a directory in a time that grows with the text', function () {
    this.timeout(5_000);
    for (const piece of ['bind_dn: a=\n', 'password: a.b\n', 'bind_dn: ', 'bindPW: "', '\n', ' ']) {
      hasPassword(`bind_dn: ${piece.repeat(Math.ceil(1_000_000 / piece.length))}=`);
    }
  });

  timed('is told from references in one way of reading them', () => {
    const start = performance.now();
    expect(hasPassword(`a://b:${'$a__'.repeat(18)}!@c`)).to.equal(true);
    expect(performance.now() - start).to.be.lessThan(1_000);
  });
});
