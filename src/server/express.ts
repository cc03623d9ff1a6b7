import express from 'express';
import type { Express } from 'express';

/** An express app that takes paths literally and says nothing about itself. */
export function createExpress(): Express {
  const app = express();
  app.enable('strict routing').enable('case sensitive routing');
  app.disable('x-powered-by').disable('etag');
  return app;
}
