'use strict';
// Nest: modules, injection, controllers, pipes, guards, interceptors, filters; written without decorators' syntax.
require('reflect-metadata');
const { say, talk } = require('./say.cjs');

async function main() {
  const N = await import('@nestjs/common');
  const { NestFactory, Reflector, APP_FILTER } = await import('@nestjs/core');
  const { map } = await import('rxjs');
  const decorate = (decorators, C, key, parameters = []) => {
    parameters.forEach((p, i) => p && p(key === undefined ? C : C.prototype, key, i));
    if (key === undefined) for (const d of [...decorators].reverse()) d(C);
    else {
      const desc = Object.getOwnPropertyDescriptor(C.prototype, key);
      for (const d of [...decorators].reverse()) d(C.prototype, key, desc);
    }
    return C;
  };
  const order = [];
  class Service { constructor() { this.items = ['a']; } all() { return this.items; } onModuleInit() { order.push('init'); } onApplicationShutdown() { order.push('shutdown'); } }
  decorate([N.Injectable()], Service);
  class Guard { canActivate(ctx) { return ctx.switchToHttp().getRequest().headers['x-key'] === 'k'; } }
  decorate([N.Injectable()], Guard);
  class Wrap { intercept(ctx, next) { return next.handle().pipe(map((v) => ({ wrapped: v, handler: ctx.getHandler().name }))); } }
  decorate([N.Injectable()], Wrap);
  class Filter { catch(e, host) { host.switchToHttp().getResponse().status(418).json({ filtered: e.message }); } }
  class Own extends Error {}
  decorate([N.Catch(Own)], Filter);
  class Controller {
    constructor(service, config) { this.service = service; this.config = config; }
    root() { return { items: this.service.all(), config: this.config }; }
    one(id, q) { return { id, type: typeof id, q }; }
    create(body) { this.service.items.push(body.name); return body; }
    guarded() { return 'open'; }
    async wrapped() { return [1]; }
    missing() { throw new N.NotFoundException('no such thing'); }
    own() { throw new Own('mine'); }
    crash() { throw new Error('hidden'); }
  }
  N.Inject(Service)(Controller, undefined, 0);
  N.Inject('CONFIG')(Controller, undefined, 1);
  decorate([N.Controller('things')], Controller);
  decorate([N.Get()], Controller, 'root');
  decorate([N.Get(':id')], Controller, 'one', [N.Param('id', N.ParseIntPipe), N.Query('q', new N.DefaultValuePipe('none'))]);
  decorate([N.Post(), N.HttpCode(202), N.Header('X-Hook', 'nest')], Controller, 'create', [N.Body()]);
  decorate([N.Get('x/guarded'), N.UseGuards(Guard)], Controller, 'guarded');
  decorate([N.Get('x/wrapped'), N.UseInterceptors(Wrap)], Controller, 'wrapped');
  decorate([N.Get('x/missing')], Controller, 'missing');
  decorate([N.Get('x/own')], Controller, 'own');
  decorate([N.Get('x/crash')], Controller, 'crash');
  class Module { configure(consumer) { consumer.apply((req, res, next) => { order.push(req.originalUrl); next(); }).forRoutes(Controller); } }
  decorate([N.Module({ controllers: [Controller], providers: [Service, { provide: 'CONFIG', useFactory: async () => ({ made: true }) }, { provide: APP_FILTER, useClass: Filter }], exports: [Service] })], Module);
  const app = await NestFactory.create(Module, { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address();
  for (const p of ['/things', '/things/12?q=z', '/things/x', '/things/x/guarded', '/things/x/wrapped', '/things/x/missing', '/things/x/own', '/things/x/crash', '/none']) await talk(port, 'GET', p);
  await talk(port, 'GET', '/things/x/guarded', { headers: { 'x-key': 'k' } });
  await talk(port, 'POST', '/things', { json: { name: 'b' } });
  await talk(port, 'POST', '/things', { body: '{bad', headers: { 'content-type': 'application/json' } });
  say('container', app.get(Service).items, app.get(Reflector) instanceof Reflector, order.length);
  await app.close();
  say('order', order[0], order.at(-1));
  const context = await NestFactory.createApplicationContext(Module, { logger: false });
  say('context', (await context.resolve(Service)).all());
  await context.close();
  class Broken { constructor() {} }
  N.Inject('NOWHERE')(Broken, undefined, 0);
  decorate([N.Injectable()], Broken);
  class BrokenModule {}
  decorate([N.Module({ providers: [Broken] })], BrokenModule);
  await NestFactory.createApplicationContext(BrokenModule, { logger: false, abortOnError: false }).catch((e) => say('unresolved', e.name, e.message.split('\n')[0]));
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
