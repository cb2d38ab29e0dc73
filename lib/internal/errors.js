'use strict';

// Error codes of the runtime: one table (code -> kind letter + message template), error classes made from it
// on first use, and the helpers that build system errors.
//
// Kinds: E Error, T TypeError, R RangeError, S SyntaxError, U URIError, Y system error (context object argument).
// %1..%5 in a template stand for the constructor's arguments. A code whose template is empty has its message
// (and extra properties) made by `compose` below.

const { captureStackTrace } = Error;
const ErrorToString = Error.prototype.toString;

// The native formatter of stack headers prints `Name [code]: message` for errors that have this symbol.
const kIsNodeError = internalBinding('errors').kIsNodeError || Symbol('kIsNodeError');
const kTypes = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];

let inspectModule;
function lazyInspect() {
  return inspectModule ??= require('internal/util/inspect');
}

let uvBinding;
function lazyUv() {
  return uvBinding ??= internalBinding('uv');
}

const templates = {
  __proto__: null,
  ERR_ACCESS_DENIED: 'E',
  ERR_AMBIGUOUS_ARGUMENT: 'TThe "%1" argument is ambiguous. %2',
  ERR_ARG_NOT_ITERABLE: 'T%1 must be iterable',
  ERR_ASSERTION: 'E%1',
  ERR_ASYNC_CALLBACK: 'T%1 must be a function',
  ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED: 'EAsync loader request never settled',
  ERR_ASYNC_TYPE: 'TInvalid name for async "type": %1',
  ERR_BROTLI_INVALID_PARAM: 'R%1 is not a valid Brotli parameter',
  ERR_BUFFER_OUT_OF_BOUNDS: 'R',
  ERR_BUFFER_TOO_LARGE: 'RCannot create a Buffer larger than %1 bytes',
  ERR_CANNOT_WATCH_SIGINT: 'ECannot watch for SIGINT signals',
  ERR_CHILD_CLOSED_BEFORE_REPLY: 'EChild closed before reply received',
  ERR_CHILD_PROCESS_IPC_REQUIRED: `EForked processes must have an IPC channel, missing value 'ipc' in %1`,
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: 'R%1 maxBuffer length exceeded',
  ERR_CONSOLE_WRITABLE_STREAM: 'TConsole expects a writable stream instance for %1',
  ERR_CONSTRUCT_CALL_REQUIRED: 'TClass constructor %1 cannot be invoked without `new`',
  ERR_CONTEXT_NOT_INITIALIZED: 'Econtext used is not initialized',
  ERR_CRYPTO_ARGON2_NOT_SUPPORTED: 'EArgon2 algorithm not supported',
  ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED: 'ECustom engines not supported by this OpenSSL',
  ERR_CRYPTO_ECDH_INVALID_FORMAT: 'TInvalid ECDH format: %1',
  ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY: 'EPublic key is not valid for specified curve',
  ERR_CRYPTO_ENGINE_UNKNOWN: 'EEngine "%1" was not found',
  ERR_CRYPTO_FIPS_FORCED: 'ECannot set FIPS mode, it was forced with --force-fips at startup.',
  ERR_CRYPTO_FIPS_UNAVAILABLE: 'ECannot set FIPS mode in a non-FIPS build.',
  ERR_CRYPTO_HASH_FINALIZED: 'EDigest already called',
  ERR_CRYPTO_HASH_UPDATE_FAILED: 'EHash update failed',
  ERR_CRYPTO_INCOMPATIBLE_KEY: 'EIncompatible %1: %2',
  ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS: 'EThe selected key encoding %1 %2.',
  ERR_CRYPTO_INVALID_DIGEST: 'TInvalid digest: %1',
  ERR_CRYPTO_INVALID_JWK: 'TInvalid JWK data',
  ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: 'TInvalid key object type %1, expected %2.',
  ERR_CRYPTO_INVALID_MAC: 'TInvalid MAC: %1',
  ERR_CRYPTO_INVALID_STATE: 'EInvalid state for operation %1',
  ERR_CRYPTO_KEM_NOT_SUPPORTED: 'EKEM is not supported',
  ERR_CRYPTO_MAC_FINALIZED: 'EMAC already finalized',
  ERR_CRYPTO_MAC_NOT_SUPPORTED: 'EMAC is not supported',
  ERR_CRYPTO_MAC_UPDATE_FAILED: 'EMAC update failed',
  ERR_CRYPTO_PBKDF2_ERROR: 'EPBKDF2 error',
  ERR_CRYPTO_SCRYPT_NOT_SUPPORTED: 'EScrypt algorithm not supported',
  ERR_CRYPTO_SIGN_KEY_REQUIRED: 'ENo key provided to sign',
  ERR_DEBUGGER_ERROR: 'E%1',
  ERR_DEBUGGER_STARTUP_ERROR: 'E',
  ERR_DIR_CLOSED: 'EDirectory handle was closed',
  ERR_DIR_CONCURRENT_OPERATION: 'ECannot do synchronous work on directory handle with concurrent asynchronous operations',
  ERR_DNS_SET_SERVERS_FAILED: 'Ec-ares failed to set servers: "%1" [%2]',
  ERR_DOMAIN_CALLBACK_NOT_AVAILABLE: 'EA callback was registered through process.setUncaughtExceptionCaptureCallback(), which is mutually exclusive with using the `domain` module',
  ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE: 'EThe `domain` module is in use, which is mutually exclusive with calling process.setUncaughtExceptionCaptureCallback()',
  ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION: 'EDeserialize main function is already configured.',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'T',
  ERR_ENCODING_NOT_SUPPORTED: 'RThe "%1" encoding is not supported',
  ERR_EVAL_ESM_CANNOT_PRINT: 'E--print cannot be used with ESM input',
  ERR_EVENT_RECURSION: 'EThe event "%1" is already being dispatched',
  ERR_FALSY_VALUE_REJECTION: 'E',
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: 'TThe feature %1 is unavailable on the current platform, which is being used to run Node.js',
  ERR_FFI_LIBRARY_CLOSED: 'ELibrary is closed',
  ERR_FS_CP_DIR_TO_NON_DIR: 'YCannot overwrite non-directory with directory',
  ERR_FS_CP_EEXIST: 'YTarget already exists',
  ERR_FS_CP_EINVAL: 'YInvalid src or dest',
  ERR_FS_CP_FIFO_PIPE: 'YCannot copy a FIFO pipe',
  ERR_FS_CP_NON_DIR_TO_DIR: 'YCannot overwrite directory with non-directory',
  ERR_FS_CP_SOCKET: 'YCannot copy a socket file',
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: 'YCannot overwrite symlink in subdirectory of self',
  ERR_FS_CP_UNKNOWN: 'YCannot copy an unknown file type',
  ERR_FS_EISDIR: 'YPath is a directory',
  ERR_FS_FILE_TOO_LARGE: 'RFile size (%1) is greater than 2 GiB',
  ERR_FS_WATCH_QUEUE_OVERFLOW: 'Efs.watch() queued more than %1 events',
  ERR_HTTP2_ALTSVC_INVALID_ORIGIN: 'THTTP/2 ALTSVC frames require a valid origin',
  ERR_HTTP2_ALTSVC_LENGTH: 'THTTP/2 ALTSVC frames are limited to 16382 bytes',
  ERR_HTTP2_CONNECT_AUTHORITY: 'E:authority header is required for CONNECT requests',
  ERR_HTTP2_CONNECT_PATH: 'EThe :path header is forbidden for CONNECT requests',
  ERR_HTTP2_CONNECT_SCHEME: 'EThe :scheme header is forbidden for CONNECT requests',
  ERR_HTTP2_GOAWAY_SESSION: 'ENew streams cannot be created after receiving a GOAWAY',
  ERR_HTTP2_HEADERS_AFTER_RESPOND: 'ECannot specify additional headers after response initiated',
  ERR_HTTP2_HEADERS_SENT: 'EResponse has already been initiated.',
  ERR_HTTP2_HEADER_SINGLE_VALUE: 'THeader field "%1" must only have a single value',
  ERR_HTTP2_INFO_STATUS_NOT_ALLOWED: 'RInformational status codes cannot be used',
  ERR_HTTP2_INVALID_CONNECTION_HEADERS: 'THTTP/1 Connection specific headers are forbidden: "%1"',
  ERR_HTTP2_INVALID_HEADER_VALUE: 'TInvalid value "%1" for header "%2"',
  ERR_HTTP2_INVALID_INFO_STATUS: 'RInvalid informational status code: %1',
  ERR_HTTP2_INVALID_ORIGIN: 'THTTP/2 ORIGIN frames require a valid origin',
  ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH: 'RPacked settings length must be a multiple of six',
  ERR_HTTP2_INVALID_PSEUDOHEADER: 'T"%1" is an invalid pseudoheader or is used incorrectly',
  ERR_HTTP2_INVALID_SESSION: 'EThe session has been destroyed',
  ERR_HTTP2_INVALID_SETTING_VALUE: 'T',
  ERR_HTTP2_INVALID_STREAM: 'EThe stream has been destroyed',
  ERR_HTTP2_MAX_PENDING_SETTINGS_ACK: 'EMaximum number of pending settings acknowledgements',
  ERR_HTTP2_NESTED_PUSH: 'EA push stream cannot initiate another push stream.',
  ERR_HTTP2_NO_MEM: 'EOut of memory',
  ERR_HTTP2_NO_SOCKET_MANIPULATION: 'EHTTP/2 sockets should not be directly manipulated (e.g. read and written)',
  ERR_HTTP2_ORIGIN_LENGTH: 'THTTP/2 ORIGIN frames are limited to 16382 bytes',
  ERR_HTTP2_OUT_OF_STREAMS: 'ENo stream ID is available because maximum stream ID has been reached',
  ERR_HTTP2_PAYLOAD_FORBIDDEN: 'EResponses with %1 status must not have a payload',
  ERR_HTTP2_PING_CANCEL: 'EHTTP2 ping cancelled',
  ERR_HTTP2_PING_LENGTH: 'RHTTP2 ping payload must be 8 bytes',
  ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED: 'TCannot set HTTP/2 pseudo-headers',
  ERR_HTTP2_PUSH_DISABLED: 'EHTTP/2 client has disabled push streams',
  ERR_HTTP2_SEND_FILE: 'EDirectories cannot be sent',
  ERR_HTTP2_SEND_FILE_NOSEEK: 'EOffset or length can only be specified for regular files',
  ERR_HTTP2_SESSION_ERROR: 'ESession closed with error code %1',
  ERR_HTTP2_SETTINGS_CANCEL: 'EHTTP2 session settings canceled',
  ERR_HTTP2_SOCKET_BOUND: 'EThe socket is already bound to an Http2Session',
  ERR_HTTP2_SOCKET_UNBOUND: 'EThe socket has been disconnected from the Http2Session',
  ERR_HTTP2_STATUS_101: 'EHTTP status code 101 (Switching Protocols) is forbidden in HTTP/2',
  ERR_HTTP2_STATUS_INVALID: 'RInvalid status code: %1',
  ERR_HTTP2_STREAM_CANCEL: 'E',
  ERR_HTTP2_STREAM_ERROR: 'EStream closed with error code %1',
  ERR_HTTP2_STREAM_SELF_DEPENDENCY: 'EA stream cannot depend on itself',
  ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS: 'ENumber of custom settings exceeds MAX_ADDITIONAL_SETTINGS',
  ERR_HTTP2_TOO_MANY_INVALID_FRAMES: 'EToo many invalid HTTP/2 frames',
  ERR_HTTP2_TOO_MANY_ORIGINS: 'EThe server sent more ORIGIN frames than the allowed number of %1',
  ERR_HTTP2_TRAILERS_ALREADY_SENT: 'ETrailing headers have already been sent',
  ERR_HTTP2_TRAILERS_NOT_READY: 'ETrailing headers cannot be sent until after the wantTrailers event is emitted',
  ERR_HTTP2_UNSUPPORTED_PROTOCOL: 'Eprotocol "%1" is unsupported.',
  ERR_HTTP_BODY_NOT_ALLOWED: 'EAdding content for this request method or response status is not allowed.',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: `EResponse body's content-length of %1 byte(s) does not match the content-length of %2 byte(s) set in header`,
  ERR_HTTP_HEADERS_SENT: 'ECannot %1 headers after they are sent to the client',
  ERR_HTTP_INVALID_HEADER_VALUE: 'TInvalid value "%1" for header "%2"',
  ERR_HTTP_INVALID_STATUS_CODE: 'RInvalid status code: %1',
  ERR_HTTP_REQUEST_TIMEOUT: 'ERequest timeout',
  ERR_HTTP_SOCKET_ASSIGNED: 'EServerResponse has an already assigned socket',
  ERR_HTTP_SOCKET_ENCODING: 'EChanging the socket encoding is not allowed per RFC7230 Section 3.',
  ERR_HTTP_TRAILER_INVALID: 'ETrailers are invalid with this transfer encoding',
  ERR_ILLEGAL_CONSTRUCTOR: 'TIllegal constructor',
  ERR_IMPORT_ATTRIBUTE_MISSING: 'TModule "%1" needs an import attribute of "%2: %3"',
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: 'TModule "%1" is not of type "%2"',
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: 'T',
  ERR_INCOMPATIBLE_OPTION_PAIR: 'TOption "%1" cannot be used in combination with option "%2"',
  ERR_INPUT_TYPE_NOT_ALLOWED: 'E--input-type can only be used with string input via --eval, --print, or STDIN',
  ERR_INSPECTOR_ALREADY_ACTIVATED: 'EInspector is already activated. Close it with inspector.close() before activating it again.',
  ERR_INSPECTOR_ALREADY_CONNECTED: 'E%1 is already connected',
  ERR_INSPECTOR_CLOSED: 'ESession was closed',
  ERR_INSPECTOR_COMMAND: 'EInspector error %1: %2',
  ERR_INSPECTOR_NOT_ACTIVE: 'EInspector is not active',
  ERR_INSPECTOR_NOT_AVAILABLE: 'EInspector is not available',
  ERR_INSPECTOR_NOT_CONNECTED: 'ESession is not connected',
  ERR_INSPECTOR_NOT_WORKER: 'ECurrent thread is not a worker',
  ERR_INTERNAL_ASSERTION: 'E',
  ERR_INVALID_ADDRESS_FAMILY: 'R',
  ERR_INVALID_ARG_TYPE: 'T',
  ERR_INVALID_ARG_VALUE: 'T',
  ERR_INVALID_ASYNC_ID: 'RInvalid %1 value: %2',
  ERR_INVALID_BUFFER_SIZE: 'RBuffer size must be a multiple of %1',
  ERR_INVALID_CHAR: 'T',
  ERR_INVALID_CURSOR_POS: 'TCannot set cursor row without setting its column',
  ERR_INVALID_FD: 'R"fd" must be a positive integer: %1',
  ERR_INVALID_FD_TYPE: 'TUnsupported fd type: %1',
  ERR_INVALID_FILE_URL_HOST: 'TFile URL host must be "localhost" or empty on %1',
  ERR_INVALID_FILE_URL_PATH: 'T',
  ERR_INVALID_HANDLE_TYPE: 'TThis handle type cannot be sent',
  ERR_INVALID_HTTP_TOKEN: 'T%1 must be a valid HTTP token ["%2"]',
  ERR_INVALID_IP_ADDRESS: 'TInvalid IP address: %1',
  ERR_INVALID_MIME_SYNTAX: 'TThe MIME syntax for a %1 in "%2" is invalid at %3',
  ERR_INVALID_MODULE_SPECIFIER: 'T',
  ERR_INVALID_PACKAGE_CONFIG: 'E',
  ERR_INVALID_PACKAGE_TARGET: 'E',
  ERR_INVALID_PROTOCOL: 'TProtocol "%1" not supported. Expected "%2"',
  ERR_INVALID_REPL_EVAL_CONFIG: 'TCannot specify both "breakEvalOnSigint" and "eval" for REPL',
  ERR_INVALID_REPL_INPUT: 'T%1',
  ERR_INVALID_RETURN_PROPERTY: 'T',
  ERR_INVALID_RETURN_PROPERTY_VALUE: 'T',
  ERR_INVALID_RETURN_VALUE: 'T',
  ERR_INVALID_STATE: 'EInvalid state: %1',
  ERR_INVALID_SYNC_FORK_INPUT: 'TAsynchronous forks do not support Buffer, TypedArray, DataView or string input: %1',
  ERR_INVALID_THIS: 'TValue of "this" must be of type %1',
  ERR_INVALID_TUPLE: 'T%1 must be an iterable %2 tuple',
  ERR_INVALID_TYPESCRIPT_SYNTAX: 'S%1',
  ERR_INVALID_URI: 'UURI malformed',
  ERR_INVALID_URL: 'T',
  ERR_INVALID_URL_PATTERN: 'T%1',
  ERR_INVALID_URL_SCHEME: 'T',
  ERR_IPC_CHANNEL_CLOSED: 'EChannel closed',
  ERR_IPC_DISCONNECTED: 'EIPC channel is already disconnected',
  ERR_IPC_ONE_PIPE: 'EChild process can have only one IPC pipe',
  ERR_IPC_SYNC_FORK: 'EIPC cannot be used with synchronous forks',
  ERR_IP_BLOCKED: 'EIP(%1) is blocked by net.BlockList',
  ERR_LOADER_CHAIN_INCOMPLETE: `E"%1" did not call the next hook in its chain and did not explicitly signal a short circuit. If this is intentional, include \`shortCircuit: true\` in the hook's return.`,
  ERR_METHOD_NOT_IMPLEMENTED: 'EThe %1 method is not implemented',
  ERR_MISSING_ARGS: 'T',
  ERR_MISSING_OPTION: 'T%1 is required',
  ERR_MODULE_LINK_MISMATCH: 'T%1',
  ERR_MODULE_NOT_FOUND: 'E',
  ERR_MULTIPLE_CALLBACK: 'ECallback called multiple times',
  ERR_NAPI_CONS_FUNCTION: 'TConstructor must be a function',
  ERR_NAPI_INVALID_DATAVIEW_ARGS: 'Rbyte_offset + byte_length should be less than or equal to the size in bytes of the array passed in',
  ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT: 'Rstart offset of %1 should be a multiple of %2',
  ERR_NAPI_INVALID_TYPEDARRAY_LENGTH: 'RInvalid typed array length',
  ERR_NOT_BUILDING_SNAPSHOT: 'EOperation cannot be invoked when not building startup snapshot',
  ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION: 'EOperation cannot be invoked when not in a single-executable application',
  ERR_NOT_SUPPORTED_IN_SNAPSHOT: 'E%1 is not supported in startup snapshot',
  ERR_NO_CRYPTO: 'ENode.js is not compiled with OpenSSL crypto support',
  ERR_NO_ICU: 'T%1 is not supported on Node.js compiled without ICU',
  ERR_NO_TEMPORAL: 'ETemporal is not supported in this environment',
  ERR_NO_TYPESCRIPT: 'ENode.js is not compiled with TypeScript support',
  ERR_OPERATION_FAILED: 'EOperation failed: %1',
  ERR_OUT_OF_RANGE: 'R',
  ERR_PACKAGE_IMPORT_NOT_DEFINED: 'T',
  ERR_PACKAGE_MAP_EXTERNAL_FILE: 'ECannot resolve "%1" from "%2": file is not within any package defined in %3',
  ERR_PACKAGE_MAP_INVALID: 'SInvalid package-map.json at "%1": %2',
  ERR_PACKAGE_MAP_KEY_NOT_FOUND: 'EPackage key "%1" referenced in dependencies but not defined in %2',
  ERR_PACKAGE_PATH_NOT_EXPORTED: 'E',
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: 'T%1',
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: `TUnexpected argument '%1'. This command does not take positional arguments`,
  ERR_PARSE_ARGS_UNKNOWN_OPTION: 'T',
  ERR_PERFORMANCE_INVALID_TIMESTAMP: 'T%1 is not a valid timestamp',
  ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: 'T%1',
  ERR_PROXY_INVALID_CONFIG: 'E%1',
  ERR_PROXY_TUNNEL: 'E%1',
  ERR_QUIC_CONNECTION_FAILED: 'EQUIC connection failed',
  ERR_QUIC_ENDPOINT_CLOSED: 'EQUIC endpoint closed: %1 (%2)',
  ERR_QUIC_OPEN_STREAM_FAILED: 'EFailed to open QUIC stream',
  ERR_QUIC_STREAM_ABORTED: 'E%1',
  ERR_QUIC_VERSION_NEGOTIATION_ERROR: 'EThe QUIC session requires version negotiation',
  ERR_REQUIRE_ASYNC_MODULE: 'E',
  ERR_REQUIRE_CYCLE_MODULE: 'E%1',
  ERR_REQUIRE_ESM: 'E',
  ERR_REQUIRE_ESM_RACE_CONDITION: 'E',
  ERR_SCRIPT_EXECUTION_INTERRUPTED: 'EScript execution was interrupted by `SIGINT`',
  ERR_SERVER_ALREADY_LISTEN: 'EListen method has been called more than once without closing.',
  ERR_SERVER_NOT_RUNNING: 'EServer is not running.',
  ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND: 'ECannot find asset %1 for the single executable application',
  ERR_SOCKET_ALREADY_BOUND: 'ESocket is already bound',
  ERR_SOCKET_BAD_BUFFER_SIZE: 'TBuffer size must be a positive integer',
  ERR_SOCKET_BAD_PORT: 'R',
  ERR_SOCKET_BAD_TYPE: 'TBad socket type specified. Valid types are: udp4, udp6',
  ERR_SOCKET_BUFFER_SIZE: 'YCould not get or set buffer size',
  ERR_SOCKET_CLOSED: 'ESocket is closed',
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: 'ESocket closed before the connection was established',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'ESocket connection timeout',
  ERR_SOCKET_DGRAM_IS_CONNECTED: 'EAlready connected',
  ERR_SOCKET_DGRAM_NOT_CONNECTED: 'ENot connected',
  ERR_SOCKET_DGRAM_NOT_RUNNING: 'ENot running',
  ERR_SOCKET_HANDLE_ADOPTED: 'EThe bound socket has already been adopted by a server or socket',
  ERR_SOURCE_MAP_CORRUPT: `EThe source map for '%1' does not exist or is corrupt.`,
  ERR_SOURCE_MAP_MISSING_SOURCE: `ECannot find '%1' imported from the source map for '%2'`,
  ERR_SRI_PARSE: 'SSubresource Integrity string "%1" had an unexpected "%2" at position %3',
  ERR_STREAM_ALREADY_FINISHED: 'ECannot call %1 after a stream was finished',
  ERR_STREAM_CANNOT_PIPE: 'ECannot pipe, not readable',
  ERR_STREAM_DESTROYED: 'ECannot call %1 after a stream was destroyed',
  ERR_STREAM_ITER_MISSING_FLAG: 'TThe stream/iter API requires the --experimental-stream-iter flag',
  ERR_STREAM_NULL_VALUES: 'TMay not write null values to stream',
  ERR_STREAM_PREMATURE_CLOSE: 'EPremature close',
  ERR_STREAM_PUSH_AFTER_EOF: 'Estream.push() after EOF',
  ERR_STREAM_UNABLE_TO_PIPE: 'ECannot pipe to a closed or destroyed stream',
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: 'Estream.unshift() after end event',
  ERR_STREAM_WRAP: 'EStream has StringDecoder set or is in objectMode',
  ERR_STREAM_WRITE_AFTER_END: 'Ewrite after end',
  ERR_SYNTHETIC: 'EJavaScript Callstack',
  ERR_SYSTEM_ERROR: 'YA system error occurred',
  ERR_TEST_FAILURE: 'E',
  ERR_THROTTLED: 'EThe call was dropped by the throttled function',
  ERR_TLS_ALPN_CALLBACK_INVALID_RESULT: 'T',
  ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS: 'TThe ALPNCallback and ALPNProtocols TLS options are mutually exclusive',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'SInvalid subject alternative name string',
  ERR_TLS_CERT_ALTNAME_INVALID: 'E',
  ERR_TLS_DH_PARAM_SIZE: 'EDH parameter size %1 is less than 2048',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'ETLS handshake timeout',
  ERR_TLS_INVALID_CONTEXT: 'T%1 must be a SecureContext',
  ERR_TLS_INVALID_PROTOCOL_VERSION: 'T"%1" is not a valid %2 TLS protocol version',
  ERR_TLS_INVALID_STATE: 'ETLS socket connection must be securely established',
  ERR_TLS_PROTOCOL_VERSION_CONFLICT: 'TTLS protocol version "%1" conflicts with secureProtocol "%2"',
  ERR_TLS_RENEGOTIATION_DISABLED: 'ETLS session renegotiation disabled for this socket',
  ERR_TLS_RENEGOTIATION_UNSUPPORTED: 'ETLS session renegotiation is unsupported by this TLS implementation',
  ERR_TLS_REQUIRED_SERVER_NAME: 'E"servername" is required parameter for Server.addContext',
  ERR_TLS_SESSION_ATTACK: 'ETLS session renegotiation attack detected',
  ERR_TLS_SNI_FROM_SERVER: 'ECannot issue SNI from a TLS server-side socket',
  ERR_TRACE_EVENTS_CATEGORY_REQUIRED: 'TAt least one category is required',
  ERR_TRACE_EVENTS_UNAVAILABLE: 'ETrace events are unavailable',
  ERR_TRAILING_JUNK_AFTER_STREAM_END: 'TTrailing junk found after the end of the compressed stream',
  ERR_TTY_INIT_FAILED: 'YTTY initialization failed',
  ERR_UNAVAILABLE_DURING_EXIT: 'ECannot call function in process exit handler',
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: 'E`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active',
  ERR_UNESCAPED_CHARACTERS: 'T%1 contains unescaped characters',
  ERR_UNHANDLED_ERROR: 'E',
  ERR_UNKNOWN_BUILTIN_MODULE: 'ENo such built-in module: %1',
  ERR_UNKNOWN_CREDENTIAL: 'E%1 identifier does not exist: %2',
  ERR_UNKNOWN_ENCODING: 'TUnknown encoding: %1',
  ERR_UNKNOWN_FILE_EXTENSION: 'TUnknown file extension "%1" for %2',
  ERR_UNKNOWN_MODULE_FORMAT: 'RUnknown module format: %1 for URL %2',
  ERR_UNKNOWN_SIGNAL: 'TUnknown signal: %1',
  ERR_UNSUPPORTED_DIR_IMPORT: 'E',
  ERR_UNSUPPORTED_ESM_URL_SCHEME: 'E',
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING: 'EStripping types is currently unsupported for files under node_modules, for "%1"',
  ERR_UNSUPPORTED_RESOLVE_REQUEST: 'TFailed to resolve module specifier "%1" from "%2": Invalid relative URL or base scheme is not hierarchical.',
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: 'S%1',
  ERR_USE_AFTER_CLOSE: 'E%1 was closed',
  ERR_VALID_PERFORMANCE_ENTRY_TYPE: 'EAt least one valid performance entry type is required',
  ERR_VFS_INVALID_TARGET: 'E%1 is not a valid --vfs-mount source: must be an existing file or directory',
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING: 'TA dynamic import callback was not specified.',
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG: 'TA dynamic import callback was invoked without --experimental-vm-modules',
  ERR_VM_MODULE_ALREADY_LINKED: 'EModule has already been linked',
  ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA: 'ECached data cannot be created for a module which has been evaluated',
  ERR_VM_MODULE_DIFFERENT_CONTEXT: 'ELinked modules must use the same context',
  ERR_VM_MODULE_LINK_FAILURE: 'E',
  ERR_VM_MODULE_NOT_MODULE: 'EProvided module is not an instance of Module',
  ERR_VM_MODULE_STATUS: 'EModule status %1',
  ERR_WASI_ALREADY_STARTED: 'EWASI instance has already started',
  ERR_WEBASSEMBLY_NOT_SUPPORTED: 'EWebAssembly is not supported in this environment, but is required for %1',
  ERR_WEBASSEMBLY_RESPONSE: 'TWebAssembly response %1',
  ERR_WORKER_HANDLE_NOT_TRANSFERABLE: 'E%1 cannot be transferred in its current state; it must be a freshly created or accepted handle that has not started reading and has no pending writes',
  ERR_WORKER_INIT_FAILED: 'EWorker initialization failure: %1',
  ERR_WORKER_INVALID_EXEC_ARGV: 'E',
  ERR_WORKER_MESSAGING_ERRORED: 'EThe destination thread threw an error while processing the message',
  ERR_WORKER_MESSAGING_FAILED: 'ECannot find the destination thread or listener',
  ERR_WORKER_MESSAGING_SAME_THREAD: 'ECannot sent a message to the same thread',
  ERR_WORKER_MESSAGING_TIMEOUT: 'ESending a message to another thread timed out',
  ERR_WORKER_NOT_RUNNING: 'EWorker instance not running',
  ERR_WORKER_OUT_OF_MEMORY: 'EWorker terminated due to reaching memory limit: %1',
  ERR_WORKER_PATH: `TThe worker script or module filename must be an absolute path or a relative path starting with './' or '../'. Received "%1"`,
  ERR_WORKER_UNSERIALIZABLE_ERROR: 'ESerializing an uncaught exception failed',
  ERR_WORKER_UNSUPPORTED_OPERATION: 'T%1 is not supported in workers',
  ERR_ZIP_ARCHIVE_TOO_LARGE: 'RZIP archive structure exceeds the allowed size: %1',
  ERR_ZIP_ENTRY_CORRUPT: 'EZIP entry is corrupt: %1',
  ERR_ZIP_ENTRY_NOT_FOUND: 'Eno such entry "%1" in the archive',
  ERR_ZIP_ENTRY_TOO_LARGE: 'RZIP entry exceeds the allowed size: %1',
  ERR_ZIP_INVALID_ARCHIVE: 'Einvalid ZIP archive: %1',
  ERR_ZIP_NOT_WRITABLE: 'Tthis archive was not opened for writing',
  ERR_ZIP_UNSUPPORTED_FEATURE: 'Eunsupported ZIP feature: %1',
  ERR_ZSTD_INVALID_PARAM: 'R%1 is not a valid zstd parameter',
  // Codes that Node's native side throws; here they have a class too.
  ERR_BUFFER_CONTEXT_NOT_AVAILABLE: 'EBuffer is not available for the current Context',
  ERR_CLOSED_MESSAGE_PORT: 'ECannot send data on closed MessagePort',
  ERR_CONSTRUCT_CALL_INVALID: 'TConstructor cannot be called',
  ERR_CRYPTO_INITIALIZATION_FAILED: 'EInitialization failed',
  ERR_CRYPTO_INVALID_AUTH_TAG: 'TInvalid authentication tag length: %1',
  ERR_CRYPTO_INVALID_COUNTER: 'TInvalid counter',
  ERR_CRYPTO_INVALID_CURVE: 'TInvalid EC curve name',
  ERR_CRYPTO_INVALID_IV: 'TInvalid initialization vector',
  ERR_CRYPTO_INVALID_KEYLEN: 'RInvalid key length',
  ERR_CRYPTO_INVALID_KEYPAIR: 'RInvalid key pair',
  ERR_CRYPTO_INVALID_KEYTYPE: 'RInvalid key type',
  ERR_CRYPTO_INVALID_MESSAGELEN: 'RInvalid message length',
  ERR_CRYPTO_INVALID_SCRYPT_PARAMS: 'RInvalid scrypt params: %1',
  ERR_CRYPTO_INVALID_TAG_LENGTH: 'RInvalid taglength',
  ERR_CRYPTO_JWK_UNSUPPORTED_CURVE: 'EUnsupported JWK EC curve: %1.',
  ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: 'EUnsupported JWK Key Type.',
  ERR_CRYPTO_OPERATION_FAILED: 'EOperation failed',
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: 'RInput buffers must have the same byte length',
  ERR_CRYPTO_UNKNOWN_CIPHER: 'EUnknown cipher',
  ERR_CRYPTO_UNKNOWN_DH_GROUP: 'EUnknown DH group',
  ERR_CRYPTO_UNSUPPORTED_OPERATION: 'EUnsupported crypto operation',
  ERR_DLOPEN_DISABLED: 'ECannot load native addon because loading addons is disabled.',
  ERR_DLOPEN_FAILED: 'E%1',
  ERR_ILLEGAL_INVOCATION: 'TIllegal invocation',
  ERR_INVALID_TRANSFER_OBJECT: 'TFound invalid object in transferList',
  ERR_MEMORY_ALLOCATION_FAILED: 'EFailed to allocate memory',
  ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE: 'EMessage target context unavailable',
  ERR_MISSING_PASSPHRASE: 'TPassphrase required for encrypted key',
  ERR_MISSING_PLATFORM_FOR_WORKER: 'EThe V8 platform used by this instance of Node does not support creating Workers',
  ERR_OUT_OF_MEMORY: 'E%1',
  ERR_PROTO_ACCESS: 'EAccessing Object.prototype.__proto__ has been disallowed with --disable-proto=throw',
  ERR_SCRIPT_EXECUTION_TIMEOUT: 'EScript execution timed out after %1ms',
  ERR_STRING_TOO_LONG: 'ECannot create a string longer than 0x1fffffe8 characters',
  ERR_TLS_INVALID_PROTOCOL_METHOD: 'T%1',
  ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED: 'EFailed to set PSK identity hint',
};

function isDigitText(text) {
  return /^-?\d+$/.test(text);
}

function addNumericalSeparator(text) {
  let result = '';
  let i = text.length;
  const start = text[0] === '-' ? 1 : 0;
  for (; i >= start + 4; i -= 3) result = `_${text.slice(i - 3, i)}${result}`;
  return `${text.slice(0, i)}${result}`;
}

// formatList(['a', 'b', 'c'], 'or') is 'a, b, or c'.
function formatList(list, conjunction = 'and') {
  switch (list.length) {
    case 0: return '';
    case 1: return `${list[0]}`;
    case 2: return `${list[0]} ${conjunction} ${list[1]}`;
  }
  let text = '';
  for (let i = 0; i < list.length - 1; i++) text += `${list[i]}, `;
  return `${text}${conjunction} ${list[list.length - 1]}`;
}

// Describes a received value: 'type number (5)', 'an instance of Foo', 'function f', 'undefined'.
function determineSpecificType(value) {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'undefined': return 'undefined';
    case 'bigint': return `type bigint (${value}n)`;
    case 'number':
      if (value === 0) return 1 / value === -Infinity ? 'type number (-0)' : 'type number (0)';
      return `type number (${value})`;
    case 'boolean': return `type boolean (${value})`;
    case 'symbol': return `type symbol (${String(value)})`;
    case 'function': return `function ${value.name}`;
    case 'object':
      if (value.constructor?.name && typeof value.constructor.name === 'string') {
        return `an instance of ${value.constructor.name}`;
      }
      return `${lazyInspect().inspect(value, { depth: -1 })}`;
    default: {
      let text = value;
      if (text.length > 28) text = `${text.slice(0, 25)}...`;
      if (text.indexOf("'") === -1) return `type string ('${text}')`;
      return `type string (${JSON.stringify(text)})`;
    }
  }
}

function argumentSubject(name) {
  if (name.endsWith(' argument')) return `The ${name} `;
  return `The "${name}" ${name.includes('.') ? 'property' : 'argument'} `;
}

function expectedTypes(expected) {
  if (!Array.isArray(expected)) expected = [expected];
  const types = [];
  const instances = [];
  const other = [];
  for (const value of expected) {
    if (kTypes.includes(value)) types.push(value.toLowerCase());
    else if (/^([A-Z][a-z0-9]*)+$/.test(value)) instances.push(value);
    else other.push(value);
  }
  // `object` next to a class name reads better as `an instance of Object`.
  if (instances.length > 0) {
    const at = types.indexOf('object');
    if (at !== -1) {
      types.splice(at, 1);
      instances.push('Object');
    }
  }
  let text = '';
  if (types.length > 0) {
    text += `${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types, 'or')}`;
    if (instances.length > 0 || other.length > 0) text += ' or ';
  }
  if (instances.length > 0) {
    text += `an instance of ${formatList(instances, 'or')}`;
    if (other.length > 0) text += ' or ';
  }
  if (other.length > 1) {
    text += `one of ${formatList(other, 'or')}`;
  } else if (other.length === 1) {
    if (other[0].toLowerCase() !== other[0]) text += 'an ';
    text += `${other[0]}`;
  }
  return text;
}

function argumentValue(name, value, reason) {
  let text = lazyInspect().inspect(value);
  if (text.length > 128) text = `${text.slice(0, 128)}...`;
  return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${text}`;
}

function outOfRange(name, range, input, replaceDefault) {
  let received;
  if (Number.isInteger(input) && Math.abs(input) > 2 ** 32) {
    received = addNumericalSeparator(String(input));
  } else if (typeof input === 'bigint') {
    received = String(input);
    if (input > 2n ** 32n || input < -(2n ** 32n)) received = addNumericalSeparator(received);
    received += 'n';
  } else {
    received = lazyInspect().inspect(input);
  }
  return `${replaceDefault ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${received}`;
}

function missingArgs(args) {
  const quoted = [];
  for (const arg of args) {
    quoted.push(Array.isArray(arg) ? arg.map((name) => `"${name}"`).join(' or ') : `"${arg}"`);
  }
  const plural = args.length > 1;
  return `The ${formatList(quoted)} argument${plural ? 's' : ''} must be specified`;
}

function packageTarget(pkgPath, key, target, isImport, base) {
  const relative = typeof target === 'string' && !isImport && target.length > 0 &&
    !target.startsWith('./');
  const from = base ? ` imported from ${base}` : '';
  const hint = relative ? '; targets must start with "./"' : '';
  const shown = JSON.stringify(target);
  if (key === '.') {
    return `Invalid "exports" main target ${shown} defined in the package config ${pkgPath}package.json${from}${hint}`;
  }
  return `Invalid "${isImport ? 'imports' : 'exports'}" target ${shown} defined for '${key}' in the package config ` +
    `${pkgPath}package.json${from}${hint}`;
}

function requireEsm(filename, hasEsmSyntax, parentPath, packageJsonPath) {
  let text = `require() of ES Module ${filename}${parentPath ? ` from ${parentPath}` : ''} not supported.`;
  const path = require('path');
  const sameName = parentPath && path.basename(filename) === path.basename(parentPath);
  const shortName = sameName ? filename : path.basename(filename);
  const parent = parentPath || '';
  if (hasEsmSyntax) {
    if (packageJsonPath === null) return text;
    if (parentPath) {
      text += `\nInstead change the require of ${shortName} in ${parent} to a dynamic import() which is available in ` +
        'all CommonJS modules.';
    } else {
      text += `\nInstead change the require of ${filename} to a dynamic import() which is available in all CommonJS modules.`;
    }
    return text;
  }
  if (!packageJsonPath) return text;
  return `${text}\n${shortName} is treated as an ES module file as it is a .js file whose nearest parent package.json ` +
    'contains "type": "module" which declares all .js files in that package scope as ES modules.\nInstead either ' +
    `rename ${shortName} to end in .cjs, change the requiring code to use dynamic import() which is available in all ` +
    `CommonJS modules, or change "type": "module" to "type": "commonjs" in ${packageJsonPath} to treat all .js files ` +
    'as CommonJS (using .mjs for all ES modules instead).\n';
}

// Makes the message of a code without a template, and puts the code's extra properties on the error.
// An own property, whatever Error.prototype has under that name.
function defineURL(err, url) {
  Object.defineProperty(err, 'url', { __proto__: null, value: `${url}`, writable: true, enumerable: true, configurable: true });
}

function compose(code, a, err) {
  switch (code) {
    case 'ERR_ACCESS_DENIED':
      err.permission = a[1];
      err.resource = a[2];
      return a[0];
    case 'ERR_BUFFER_OUT_OF_BOUNDS':
      return a[0] ? `"${a[0]}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds';
    case 'ERR_DEBUGGER_STARTUP_ERROR':
      Object.assign(err, a[1]);
      return a[0];
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      err.errno = a[1];
      return `The encoded data was not valid for encoding ${a[0]}`;
    case 'ERR_FALSY_VALUE_REJECTION':
      err.reason = a[0];
      return 'Promise was rejected with falsy value';
    case 'ERR_HTTP2_INVALID_SETTING_VALUE':
      err.actual = a[1];
      if (a[2] !== undefined) {
        err.min = a[2];
        err.max = a[3];
      }
      return `Invalid value for setting "${a[0]}": ${a[1]}`;
    case 'ERR_HTTP2_STREAM_CANCEL': {
      let text = 'The pending stream has been canceled';
      if (a[0]) {
        if (typeof a[0].message === 'string') text += ` (caused by: ${a[0].message})`;
        err.cause = a[0];
      }
      return text;
    }
    case 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED':
      return `Import attribute "${a[0]}" with value "${a[1]}" is not supported${a[2] === undefined ? '' : ` in ${a[2]}`}`;
    case 'ERR_INTERNAL_ASSERTION': {
      const hint = 'This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n' +
        'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n';
      return a[0] === undefined ? hint : `${a[0]}\n${hint}`;
    }
    case 'ERR_INVALID_ADDRESS_FAMILY':
      err.host = a[1];
      err.port = a[2];
      return `Invalid address family: ${a[0]} ${a[1]}:${a[2]}`;
    case 'ERR_INVALID_ARG_TYPE':
      return `${argumentSubject(a[0])}must be ${expectedTypes(a[1])}. Received ${determineSpecificType(a[2])}`;
    case 'ERR_INVALID_ARG_VALUE':
      return argumentValue(a[0], a[1], a[2] === undefined ? 'is invalid' : a[2]);
    case 'ERR_INVALID_CHAR':
      return `Invalid character in ${a[0]}${a[1] === undefined ? '' : ` ["${a[1]}"]`}`;
    case 'ERR_INVALID_FILE_URL_PATH':
      err.input = a[1];
      return `File URL path ${a[0]}`;
    case 'ERR_INVALID_MODULE_SPECIFIER':
      return `Invalid module "${a[0]}" ${a[1]}${a[2] ? ` imported from ${a[2]}` : ''}`;
    case 'ERR_INVALID_PACKAGE_CONFIG':
      return `Invalid package config ${a[0]}${a[1] ? ` while importing ${a[1]}` : ''}${a[2] ? `. ${a[2]}` : ''}`;
    case 'ERR_INVALID_PACKAGE_TARGET':
      return packageTarget(a[0], a[1], a[2], a[3], a[4]);
    case 'ERR_INVALID_RETURN_PROPERTY':
      return `Expected a valid ${a[0]} to be returned for the "${a[2]}" from the "${a[1]}" hook but got ` +
        `${determineSpecificType(a[3])}.`;
    case 'ERR_INVALID_RETURN_PROPERTY_VALUE':
      return `Expected ${a[0]} to be returned for the "${a[2]}" from the "${a[1]}" hook but got ` +
        `${determineSpecificType(a[3])}.`;
    case 'ERR_INVALID_RETURN_VALUE':
      return `Expected ${a[0]} to be returned from the "${a[1]}" function but got ${determineSpecificType(a[2])}.`;
    case 'ERR_INVALID_URL':
      err.input = a[0];
      if (a[1] !== undefined && a[1] !== null) err.base = a[1];
      return 'Invalid URL';
    case 'ERR_INVALID_URL_SCHEME': {
      const list = Array.isArray(a[0]) ? a[0] : [a[0]];
      return `The URL must be ${list.length > 1 ? 'one of' : 'of'} scheme ${formatList(list, 'or')}`;
    }
    case 'ERR_MISSING_ARGS':
      return missingArgs(a);
    case 'ERR_MODULE_NOT_FOUND':
      if (a[2]) defineURL(err, a[2]);
      return `Cannot find ${a[2] ? 'module' : 'package'} '${a[0]}' imported from ${a[1]}`;
    case 'ERR_OUT_OF_RANGE':
      return outOfRange(a[0], a[1], a[2], a[3] === true);
    case 'ERR_PACKAGE_IMPORT_NOT_DEFINED':
      return `Package import specifier "${a[0]}" is not defined${a[1] ? ` in package ${a[1]}package.json` : ''}` +
        ` imported from ${a[2]}`;
    case 'ERR_PACKAGE_PATH_NOT_EXPORTED': {
      const from = a[2] ? ` imported from ${a[2]}` : '';
      if (a[1] === '.') return `No "exports" main defined in ${a[0]}package.json${from}`;
      return `Package subpath '${a[1]}' is not defined by "exports" in ${a[0]}package.json${from}`;
    }
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `Unknown option '${a[0]}'${a[1] ? ". To specify a positional argument starting with a '-', place it at " +
        `the end of the command after '--', as in '-- ${JSON.stringify(a[0])}` : ''}`;
    case 'ERR_REQUIRE_ASYNC_MODULE': {
      let text = 'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where ' +
        'the top-level await comes from, use --experimental-print-required-tla.';
      if (a[0]) text += `\nRequired module: ${a[0]}`;
      if (Array.isArray(a[2]) && a[2].length > 0) text += `\nRequire stack:\n- ${a[2].join('\n- ')}`;
      else if (a[1]) text += `\nRequire stack:\n- ${a[1]}`;
      return text;
    }
    case 'ERR_REQUIRE_ESM':
      return requireEsm(a[0], a[1], a[2], a[3]);
    case 'ERR_REQUIRE_ESM_RACE_CONDITION':
      return `Cannot require() ES Module ${a[0]} because it is not yet fully loaded.\nThis may be caused by a race ` +
        'condition if the module is simultaneously dynamically import()-ed via Promise.all().\nTry await-ing the ' +
        `import() sequentially in a loop instead.\n (From ${a[1] ? `${a[1]} in ` : ' '}` +
        `${a[2] ? 'loader hook worker thread' : 'non-loader-hook thread'})`;
    case 'ERR_SOCKET_BAD_PORT':
      return `${a[0]} should be ${a[2] === false ? '>' : '>='} 0 and < 65536. Received ${determineSpecificType(a[1])}.`;
    case 'ERR_TEST_FAILURE': {
      let text = a[0]?.message ?? a[0];
      if (typeof text !== 'string') text = lazyInspect().inspect(text);
      err.failureType = a[1];
      err.cause = a[0];
      return text;
    }
    case 'ERR_TLS_ALPN_CALLBACK_INVALID_RESULT':
      return `ALPN callback returned a value (${a[0]}) that did not match any of the client's offered protocols ` +
        `(${a[1].join(', ')})`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      err.reason = a[0];
      err.host = a[1];
      err.cert = a[2];
      return `Hostname/IP does not match certificate's altnames: ${a[0]}`;
    case 'ERR_UNHANDLED_ERROR':
      return a.length === 0 || a[0] === undefined ? 'Unhandled error.' : `Unhandled error. (${a[0]})`;
    case 'ERR_UNSUPPORTED_DIR_IMPORT':
      defineURL(err, a[2]);
      return `Directory import '${a[0]}' is not supported resolving ES modules imported from ${a[1]}`;
    case 'ERR_UNSUPPORTED_ESM_URL_SCHEME': {
      let text = `Only URLs with a scheme in: ${formatList(a[1])} are supported by the default ESM loader.`;
      if (process.platform === 'win32' && a[0].protocol.length === 2) {
        text += ' On Windows, absolute paths must be valid file:// URLs.';
      }
      return `${text} Received protocol '${a[0].protocol}'`;
    }
    case 'ERR_VM_MODULE_LINK_FAILURE':
      err.cause = a[1];
      return a[0];
    case 'ERR_WORKER_INVALID_EXEC_ARGV':
      return `Initiated Worker with ${a[1] === undefined ? 'invalid execArgv flags' : a[1]}: ${a[0].join(', ')}`;
  }
  return `${code}`;
}

function fill(template, args) {
  if (args.length === 0 && template.indexOf('%') === -1) return template.slice(1);
  let text = '';
  let last = 1;
  for (let i = 1; i < template.length - 1; i++) {
    if (template.charCodeAt(i) !== 37) continue;
    const n = template.charCodeAt(i + 1) - 48;
    if (n < 1 || n > 9) continue;
    const arg = args[n - 1];
    text += template.slice(last, i);
    text += typeof arg === 'string' ? arg : lazyInspect().format('%s', arg);
    last = i + 2;
    i++;
  }
  return text + template.slice(last);
}

// The message a code gives for these arguments. `err` receives the extra properties.
function getMessage(code, args, err) {
  const template = templates[code];
  if (template.length === 1) return compose(code, args, err);
  return fill(template, args);
}

function baseOf(kind) {
  switch (kind) {
    case 'T': return TypeError;
    case 'R': return RangeError;
    case 'S': return SyntaxError;
    case 'U': return URIError;
  }
  return Error;
}

function setHidden(object, key, value) {
  Object.defineProperty(object, key, {
    __proto__: null, value, enumerable: false, writable: true, configurable: true,
  });
}

function nodeErrorToString() {
  return `${this.name} [${this.code}]: ${this.message}`;
}

// Makes the class of one code. Its instances are errors of the base class in name, constructor and instanceof.
function makeNodeErrorClass(code, Base) {
  const composed = templates[code].length === 1;
  function NodeError(...args) {
    const err = Reflect.construct(Base, kNoArgs, new.target || NodeError);
    if (composed) {
      err.code = code;
      setHidden(err, 'message', compose(code, args, err));
    } else {
      setHidden(err, 'message', fill(templates[code], args));
      err.code = code;
    }
    captureStackTrace(err, new.target || NodeError);
    return err;
  }
  Object.setPrototypeOf(NodeError, Base);
  NodeError.prototype = Object.create(Base.prototype, {
    constructor: { __proto__: null, get() { return Base; }, enumerable: false, configurable: true },
    toString: { __proto__: null, value: nodeErrorToString, writable: true, enumerable: false, configurable: true },
    [kIsNodeError]: { __proto__: null, get() { return true; }, enumerable: false, configurable: true },
  });
  // Validators and natives throw from below API functions; the alternative class exists for callers that hide frames.
  NodeError.HideStackFramesError = NodeError;
  // Some codes come with other base classes too: codes.ERR_X.TypeError, codes.ERR_X.RangeError.
  if (code === 'ERR_INVALID_STATE' || code === 'ERR_INVALID_ARG_VALUE' || code === 'ERR_HTTP2_INVALID_SETTING_VALUE') {
    otherBase(NodeError, code, TypeError);
    otherBase(NodeError, code, RangeError);
  }
  return NodeError;
}

function otherBase(NodeError, code, Base) {
  let made;
  Object.defineProperty(NodeError, Base.name, {
    __proto__: null, configurable: true, enumerable: false,
    get() { return made ??= NodeError.prototype instanceof Base ? NodeError : makeNodeErrorClass(code, Base); },
  });
}

const kNoArgs = [];

// SystemError: an error made from a context object { errno, code, syscall, message, path?, dest? }.
class SystemError extends Error {
  constructor(key, context) {
    super();
    // A missing context fails first.
    const { syscall } = context;
    const prefix = templates[key].slice(1);
    let message = `${prefix}: ${syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) message += ` ${context.path}`;
    if (context.dest !== undefined) message += ` => ${context.dest}`;
    this.code = key;
    Object.defineProperties(this, {
      [kIsNodeError]: { __proto__: null, value: true, enumerable: false, writable: false, configurable: true },
      name: { __proto__: null, value: 'SystemError', enumerable: false, writable: true, configurable: true },
      message: { __proto__: null, value: message, enumerable: false, writable: true, configurable: true },
      info: { __proto__: null, value: context, enumerable: true, configurable: true, writable: false },
      errno: forwarded(context, 'errno'),
      syscall: forwarded(context, 'syscall'),
    });
    if (context.path !== undefined) Object.defineProperty(this, 'path', forwardedText(context, 'path'));
    if (context.dest !== undefined) Object.defineProperty(this, 'dest', forwardedText(context, 'dest'));
    captureStackTrace(this, new.target);
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

function forwarded(context, key) {
  return {
    __proto__: null,
    get() { return context[key]; },
    set: (value) => { context[key] = value; },
    enumerable: true,
    configurable: true,
  };
}

// Paths may have come as buffers.
function forwardedText(context, key) {
  return {
    __proto__: null,
    get() { return context[key] != null ? context[key].toString() : context[key]; },
    set: (value) => { context[key] = value ? require('buffer').Buffer.from(value.toString()) : undefined; },
    enumerable: true,
    configurable: true,
  };
}

function makeSystemErrorClass(code) {
  const NodeError = class NodeError extends SystemError {
    constructor(context) {
      super(code, context);
    }
  };
  Object.defineProperty(NodeError.prototype, 'constructor', {
    __proto__: null, get() { return SystemError; }, enumerable: false, configurable: true,
  });
  NodeError.HideStackFramesError = NodeError;
  return NodeError;
}

function makeClass(code) {
  const template = templates[code];
  if (template === undefined) return undefined;
  const kind = template[0];
  return kind === 'Y' ? makeSystemErrorClass(code) : makeNodeErrorClass(code, baseOf(kind));
}

// codes.ERR_X is the class of ERR_X, made when first asked for.
const made = { __proto__: null };
const codes = new Proxy(made, {
  __proto__: null,
  get(target, key) {
    const found = target[key];
    if (found !== undefined || typeof key !== 'string') return found;
    const cls = makeClass(key);
    if (cls !== undefined) target[key] = cls;
    return cls;
  },
  has(target, key) {
    return key in templates;
  },
  ownKeys() {
    return Object.keys(templates);
  },
  getOwnPropertyDescriptor(target, key) {
    if (!(key in templates)) return undefined;
    return { __proto__: null, value: codes[key], enumerable: true, writable: true, configurable: true };
  },
});

// Adds a code to the table: kind-specific base class, and a message template in %1 form.
function E(code, template, Base) {
  const kind = Base === SystemError ? 'Y' : Base === TypeError ? 'T' : Base === RangeError ? 'R' : Base === SyntaxError ? 'S' : 'E';
  templates[code] = kind + template;
  delete made[code];
}

// Runs fn so that an error it throws has a stack that starts at the caller of the returned function.
function hideStackFrames(fn) {
  function wrapped(...args) {
    try {
      return Reflect.apply(fn, this, args);
    } catch (error) {
      if (Error.stackTraceLimit && typeof error === 'object' && error !== null) captureStackTrace(error, wrapped);
      throw error;
    }
  }
  wrapped.withoutStackTrace = fn;
  return wrapped;
}

// Drops the frames of fn and everything above it from err's stack; returns err.
function hide(err, fn) {
  captureStackTrace(err, fn);
  return err;
}

// Marks an error whose stack should begin at the first user frame. Kept for symmetry; returns its argument.
function hideInternalStackFrames(error) {
  return error;
}

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

class ConnResetException extends Error {
  constructor(message) {
    super(message);
    this.code = 'ECONNRESET';
  }

  get ['constructor']() {
    return Error;
  }
}

let uvErrorMap;
// uvErrmapGet(-2) is ['ENOENT', 'no such file or directory'], undefined for an unknown number.
function uvErrmapGet(errno) {
  uvErrorMap ??= lazyUv().getErrorMap();
  return uvErrorMap.get(errno);
}

function uvNameOf(errno) {
  return uvErrmapGet(errno)?.[0] ?? `Unknown system error ${errno}`;
}

// An error of a libuv style call, from a context { errno, syscall, path?, dest?, message? ... }.
class UVException extends Error {
  constructor(ctx) {
    const { 0: code, 1: uvmsg } = uvErrmapGet(ctx.errno) || ['UNKNOWN', 'unknown error'];
    let message = `${code}: ${ctx.message || uvmsg}, ${ctx.syscall}`;
    let path;
    let dest;
    if (ctx.path) {
      path = ctx.path.toString();
      message += ` '${path}'`;
    }
    if (ctx.dest) {
      dest = ctx.dest.toString();
      message += ` -> '${dest}'`;
    }
    super(message);
    for (const key of Object.keys(ctx)) {
      if (key === 'message' || key === 'path' || key === 'dest') continue;
      this[key] = ctx[key];
    }
    this.code = code;
    if (path) this.path = path;
    if (dest) this.dest = dest;
    captureStackTrace(this, new.target);
  }

  get ['constructor']() {
    return Error;
  }
}

class UVExceptionWithHostPort extends Error {
  constructor(err, syscall, address, port) {
    const { 0: code, 1: uvmsg } = uvErrmapGet(err) || ['UNKNOWN', 'unknown error'];
    let details = '';
    if (port && port > 0) details = ` ${address}:${port}`;
    else if (address) details = ` ${address}`;
    super(`${syscall} ${code}: ${uvmsg}${details}`);
    this.code = code;
    this.errno = err;
    this.syscall = syscall;
    this.address = address;
    if (port) this.port = port;
    captureStackTrace(this, new.target);
  }

  get ['constructor']() {
    return Error;
  }
}

class ErrnoException extends Error {
  constructor(err, syscall, original) {
    if (typeof err !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('err', 'number', err);
    const code = lazyUv().errname ? require('internal/util').getSystemErrorName(err) : uvNameOf(err);
    super(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
    this.errno = err;
    this.code = code;
    this.syscall = syscall;
    captureStackTrace(this, new.target);
  }

  get ['constructor']() {
    return Error;
  }
}

class ExceptionWithHostPort extends Error {
  constructor(err, syscall, address, port, additional) {
    const code = require('internal/util').getSystemErrorName(err);
    let details = '';
    if (port && port > 0) details = ` ${address}:${port}`;
    else if (address) details = ` ${address}`;
    if (additional) details += ` - Local (${additional})`;
    super(`${syscall} ${code}${details}`);
    this.errno = err;
    this.code = code;
    this.syscall = syscall;
    this.address = address;
    if (port) this.port = port;
    captureStackTrace(this, new.target);
  }

  get ['constructor']() {
    return Error;
  }
}

class DNSException extends Error {
  constructor(code, syscall, hostname) {
    let errno;
    if (typeof code === 'number') {
      errno = code;
      if (code === lazyUv().UV_EAI_NODATA || code === lazyUv().UV_EAI_NONAME) code = 'ENOTFOUND';
      else code = require('internal/util').getSystemErrorName(code);
    }
    super(`${syscall} ${code}${hostname ? ` ${hostname}` : ''}`);
    this.errno = errno;
    this.code = code;
    this.syscall = syscall;
    if (hostname) this.hostname = hostname;
    captureStackTrace(this, new.target);
  }

  get ['constructor']() {
    return Error;
  }
}

// A plain Error with extra own properties.
function genericNodeError(message, properties) {
  const err = new Error(message);
  Object.assign(err, properties);
  captureStackTrace(err, genericNodeError);
  return err;
}

// Makes an AggregateError of an error and the error that happened while it was handled.
function aggregateTwoErrors(innerError, outerError) {
  if (innerError && outerError && innerError !== outerError) {
    if (Array.isArray(outerError.errors)) {
      outerError.errors.push(innerError);
      return outerError;
    }
    const err = new AggregateError([outerError, innerError], outerError.message);
    err.code = outerError.code;
    captureStackTrace(err, aggregateTwoErrors);
    return err;
  }
  return innerError || outerError;
}

const NodeAggregateError = class AggregateError extends globalThis.AggregateError {
  constructor(errors, message) {
    super(errors, message);
    this.code = errors[0]?.code;
  }

  get [kIsNodeError]() {
    return true;
  }

  get ['constructor']() {
    return globalThis.AggregateError;
  }
};

let stackOverflowMessage;
// True for the RangeError the engine throws when the stack is full.
function isStackOverflowError(err) {
  if (stackOverflowMessage === undefined) {
    stackOverflowMessage = 'Maximum call stack size exceeded';
  }
  return err instanceof RangeError && err.name === 'RangeError' && err.message === stackOverflowMessage;
}

function isErrorStackTraceLimitWritable() {
  const desc = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (desc === undefined) return Object.isExtensible(Error);
  return Object.hasOwn(desc, 'writable') ? desc.writable : desc.set !== undefined;
}

// The first line(s) of an error's stack.
function stackHeader(error) {
  try {
    if (kIsNodeError in error) return `${error.name} [${error.code}]: ${error.message}`;
    return Reflect.apply(ErrorToString, error, kNoArgs);
  } catch {
    return '<error>';
  }
}

function defaultPrepareStackTrace(globalThis, error, trace) {
  const header = stackHeader(error);
  if (trace.length === 0) return header;
  return `${header}\n    at ${trace.join('\n    at ')}`;
}

const overrideStackTrace = new WeakMap();
// Registered by the bootstrap as the engine's hook for formatting `stack` when user code set Error.prepareStackTrace
// or an internal caller wants the raw call sites.
function prepareStackTraceCallback(globalThis, error, trace) {
  if (typeof error === 'object' && error !== null) {
    const override = overrideStackTrace.get(error);
    if (override !== undefined) {
      overrideStackTrace.delete(error);
      return override(error, trace);
    }
  }
  const user = globalThis.Error?.prepareStackTrace;
  if (typeof user === 'function') return user(error, trace);
  return defaultPrepareStackTrace(globalThis, error, trace);
}

// inspect that survives a broken custom inspect function.
function inspectWithNoCustomRetry(value, options) {
  const { inspect } = lazyInspect();
  try {
    return inspect(value, options);
  } catch {
    return inspect(value, { ...options, customInspect: false });
  }
}

module.exports = {
  AbortError,
  aggregateTwoErrors,
  NodeAggregateError,
  codes,
  ConnResetException,
  DNSException,
  determineSpecificType,
  defaultPrepareStackTrace,
  E,
  ErrnoException,
  ExceptionWithHostPort,
  formatList,
  genericNodeError,
  getMessage,
  hide,
  hideInternalStackFrames,
  hideStackFrames,
  inspectWithNoCustomRetry,
  isDigitText,
  isErrorStackTraceLimitWritable,
  isStackOverflowError,
  kIsNodeError,
  overrideStackTrace,
  prepareStackTraceCallback,
  stackHeader,
  SystemError,
  uvErrmapGet,
  UVException,
  UVExceptionWithHostPort,
};
