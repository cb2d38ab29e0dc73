'use strict';
// Module node:sea: single executables with assets.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION, ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND } } = require('internal/errors');

function binding() {
  try { return internalBinding('sea'); } catch { return undefined; }
}
function isSea() {
  return binding()?.isSea?.() === true;
}
function getRawAsset(key) {
  if (typeof key !== 'string') throw new ERR_INVALID_ARG_TYPE('key', 'string', key);
  if (!isSea()) throw new ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
  const asset = binding().getAsset(key);
  if (asset === undefined) throw new ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND(key);
  return asset;
}
function getAsset(key, encoding) {
  if (encoding !== undefined && typeof encoding !== 'string') throw new ERR_INVALID_ARG_TYPE('encoding', 'string', encoding);
  const asset = getRawAsset(key);
  if (encoding === undefined) return asset.slice();
  return new (require('internal/encoding').TextDecoder)(encoding).decode(asset);
}
function getAssetAsBlob(key, options) {
  return new (require('internal/blob').Blob)([getRawAsset(key)], options);
}
function getAssetKeys() {
  if (!isSea()) throw new ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
  return binding().getAssetKeys?.() ?? [];
}

module.exports = { isSea, getAsset, getRawAsset, getAssetAsBlob, getAssetKeys };
