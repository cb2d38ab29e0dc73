'use strict';
module.exports = (h) => {
  const b = h.realBinding('async_context_frame');
  return {
    get: b.getContinuationPreservedEmbedderData,
    set: b.setContinuationPreservedEmbedderData,
    setPromiseHooks: (...a) => h.realBinding('async_wrap').setPromiseHooks(...a),
  };
};
