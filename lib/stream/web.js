'use strict';
// Module stream/web.

const { ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController } = require('internal/webstreams/readablestream');
const { ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableByteStreamController } = require('internal/webstreams/bytestream');
const { WritableStream, WritableStreamDefaultController, WritableStreamDefaultWriter } = require('internal/webstreams/writablestream');
const { TransformStream, TransformStreamDefaultController } = require('internal/webstreams/transformstream');
const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require('internal/webstreams/queuingstrategies');
const { TextEncoderStream, TextDecoderStream } = require('internal/webstreams/encoding');
const { CompressionStream, DecompressionStream } = require('internal/webstreams/compression');

function ReadableStreamTee(stream, cloneForBranch2 = false) {
  const { isReadableStream, streamTee, publicStream } = require('internal/webstreams/readablestream');
  const { kState } = require('internal/webstreams/util');
  if (!isReadableStream(stream)) {
    const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
  }
  const [a, b] = streamTee(stream[kState], cloneForBranch2);
  return [publicStream(a), publicStream(b)];
}

module.exports = {
  ReadableStream, ReadableStreamTee, ReadableStreamDefaultReader, ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableByteStreamController,
  ReadableStreamDefaultController, TransformStream, TransformStreamDefaultController, WritableStream, WritableStreamDefaultWriter,
  WritableStreamDefaultController, ByteLengthQueuingStrategy, CountQueuingStrategy, TextEncoderStream, TextDecoderStream, CompressionStream,
  DecompressionStream,
};
