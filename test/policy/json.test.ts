import { expect } from 'chai';
import { arrayAt, dig, field, isObject, objectAt, stringAt } from '../../src/policy/json.js';

const object: unknown = JSON.parse(
  '{"a":{"b":{"c":1}},"list":[1],"text":"x","empty":"","nothing":null,"no":false,"__proto__":{"d":2}}',
);

describe('reading JSON', () => {
  it('finds own fields only', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'd'])
      expect(field(object, name)).to.equal(undefined);
    expect(field({}, '__proto__')).to.equal(undefined);
    expect(field(object, '__proto__')).to.deep.equal({ d: 2 });
  });

  it('takes null for absent, and false for false', () => {
    expect(field(object, 'nothing')).to.equal(undefined);
    expect(field(object, 'no')).to.equal(false);
  });

  it('reads fields of objects alone', () => {
    for (const value of [null, undefined, 'text', 5, true]) expect(field(value, 'length')).to.equal(undefined);
    expect(field(['x'], '0')).to.equal(undefined);
    expect(field(['x'], 'length')).to.equal(undefined);
  });

  it('asks for the type that is wanted', () => {
    expect(objectAt(object, 'list')).to.equal(undefined);
    expect(objectAt(object, 'a')).to.deep.equal({ b: { c: 1 } });
    expect(arrayAt(object, 'a')).to.deep.equal([]);
    expect(arrayAt(object, 'list')).to.deep.equal([1]);
    expect(stringAt(object, 'text')).to.equal('x');
    expect(stringAt(object, 'empty')).to.equal(undefined);
    expect(stringAt(object, 'list')).to.equal(undefined);
    expect([isObject({}), isObject([]), isObject(null), isObject('x')]).to.deep.equal([true, false, false, false]);
  });

  it('follows fields until one is missing', () => {
    expect(dig(object, 'a', 'b', 'c')).to.equal(1);
    expect(dig(object, 'a', 'x', 'c')).to.equal(undefined);
    expect(dig(object, 'nothing', 'x')).to.equal(undefined);
    expect(dig(object, 'text', 'length')).to.equal(undefined);
  });
});
