package syntax

// Token is a lexical token.
type Token uint8

// Tokens. Binary operators are grouped so that tokenInfo can map them to an Op and a precedence.
const (
	TEOF Token = iota
	TIllegal
	TLBrace
	TRBrace
	TLParen
	TRParen
	TLBrack
	TRBrack
	TDot
	TEllipsis
	TSemi
	TComma
	TQuestion
	TQuestionDot
	TColon
	TArrow
	TNot
	TTilde
	TInc
	TDec
	// Assignment operators.
	TAssign
	TAssignAdd
	TAssignSub
	TAssignMul
	TAssignDiv
	TAssignMod
	TAssignExp
	TAssignAnd
	TAssignOr
	TAssignXor
	TAssignShl
	TAssignShr
	TAssignUShr
	TAssignLogAnd
	TAssignLogOr
	TAssignNullish
	// Binary operators.
	TAdd
	TSub
	TMul
	TDiv
	TMod
	TExp
	TBitAnd
	TBitOr
	TBitXor
	TShl
	TShr
	TUShr
	TEq
	TNe
	TStrictEq
	TStrictNe
	TLt
	TLe
	TGt
	TGe
	TIn
	TInstanceof
	TLogAnd
	TLogOr
	TNullish
	// Literals.
	TNumber
	TBigInt
	TString
	// TTemplate is ` or the start of a template up to the first substitution; TTemplateTail marks what follows a }.
	TTemplate
	TPrivateName
	// Identifier-like tokens.
	TIdent
	TAsync
	TOf
	TGet
	TSet
	TLet
	TStatic
	TYield
	TAwait
	// TFutureStrict is implements, interface, package, private, protected or public.
	TFutureStrict
	// TEscapedKeyword is a reserved word written with an escape.
	TEscapedKeyword
	// Reserved words.
	TBreak
	TCase
	TCatch
	TClass
	TConst
	TContinue
	TDebugger
	TDefault
	TDelete
	TDo
	TElse
	TEnum
	TExport
	TExtends
	TFalse
	TFinally
	TFor
	TFunction
	TIf
	TImport
	TNew
	TNull
	TReturn
	TSuper
	TSwitch
	TThis
	TThrow
	TTrue
	TTry
	TTypeof
	TVar
	TVoid
	TWhile
	TWith
	numTokens
)

// isWord reports whether the token is an IdentifierName.
func (t Token) isWord() bool {
	return t >= TIdent || t == TIn || t == TInstanceof
}

// isIdentLike reports whether the token may be an identifier in some context.
func (t Token) isIdentLike() bool { return t >= TIdent && t <= TFutureStrict }

var tokenNames = [numTokens]string{
	TLBrace: "{", TRBrace: "}", TLParen: "(", TRParen: ")", TLBrack: "[", TRBrack: "]", TDot: ".", TEllipsis: "...", TSemi: ";",
	TComma: ",", TQuestion: "?", TQuestionDot: "?.", TColon: ":", TArrow: "=>", TNot: "!", TTilde: "~", TInc: "++", TDec: "--",
	TAssign: "=", TAssignAdd: "+=", TAssignSub: "-=", TAssignMul: "*=", TAssignDiv: "/=", TAssignMod: "%=", TAssignExp: "**=",
	TAssignAnd: "&=", TAssignOr: "|=", TAssignXor: "^=", TAssignShl: "<<=", TAssignShr: ">>=", TAssignUShr: ">>>=",
	TAssignLogAnd: "&&=", TAssignLogOr: "||=", TAssignNullish: "??=",
	TAdd: "+", TSub: "-", TMul: "*", TDiv: "/", TMod: "%", TExp: "**", TBitAnd: "&", TBitOr: "|", TBitXor: "^", TShl: "<<",
	TShr: ">>", TUShr: ">>>", TEq: "==", TNe: "!=", TStrictEq: "===", TStrictNe: "!==", TLt: "<", TLe: "<=", TGt: ">", TGe: ">=",
	TIn: "in", TInstanceof: "instanceof", TLogAnd: "&&", TLogOr: "||", TNullish: "??",
	TAsync: "async", TOf: "of", TGet: "get", TSet: "set", TLet: "let", TStatic: "static", TYield: "yield", TAwait: "await",
	TBreak: "break", TCase: "case", TCatch: "catch", TClass: "class", TConst: "const", TContinue: "continue", TDebugger: "debugger",
	TDefault: "default", TDelete: "delete", TDo: "do", TElse: "else", TEnum: "enum", TExport: "export", TExtends: "extends",
	TFalse: "false", TFinally: "finally", TFor: "for", TFunction: "function", TIf: "if", TImport: "import", TNew: "new",
	TNull: "null", TReturn: "return", TSuper: "super", TSwitch: "switch", TThis: "this", TThrow: "throw", TTrue: "true", TTry: "try",
	TTypeof: "typeof", TVar: "var", TVoid: "void", TWhile: "while", TWith: "with",
}

// binaryPrec gives the precedence of binary operators, 0 for other tokens.
var binaryPrec = [numTokens]uint8{
	TNullish: 1, TLogOr: 2, TLogAnd: 3, TBitOr: 4, TBitXor: 5, TBitAnd: 6,
	TEq: 7, TNe: 7, TStrictEq: 7, TStrictNe: 7,
	TLt: 8, TLe: 8, TGt: 8, TGe: 8, TIn: 8, TInstanceof: 8,
	TShl: 9, TShr: 9, TUShr: 9, TAdd: 10, TSub: 10, TMul: 11, TDiv: 11, TMod: 11, TExp: 12,
}

var tokenOps = [numTokens]Op{
	TAssignAdd: OpAdd, TAssignSub: OpSub, TAssignMul: OpMul, TAssignDiv: OpDiv, TAssignMod: OpMod, TAssignExp: OpExp,
	TAssignAnd: OpBitAnd, TAssignOr: OpBitOr, TAssignXor: OpBitXor, TAssignShl: OpShl, TAssignShr: OpShr, TAssignUShr: OpUShr,
	TAssignLogAnd: OpAnd, TAssignLogOr: OpOr, TAssignNullish: OpNullish,
	TAdd: OpAdd, TSub: OpSub, TMul: OpMul, TDiv: OpDiv, TMod: OpMod, TExp: OpExp, TBitAnd: OpBitAnd, TBitOr: OpBitOr,
	TBitXor: OpBitXor, TShl: OpShl, TShr: OpShr, TUShr: OpUShr, TEq: OpEq, TNe: OpNe, TStrictEq: OpStrictEq, TStrictNe: OpStrictNe,
	TLt: OpLt, TLe: OpLe, TGt: OpGt, TGe: OpGe, TIn: OpIn, TInstanceof: OpInstanceof, TLogAnd: OpAnd, TLogOr: OpOr,
	TNullish: OpNullish, TNot: OpNot, TTilde: OpBitNot, TTypeof: OpTypeof, TVoid: OpVoid, TDelete: OpDelete, TInc: OpInc, TDec: OpDec,
}

// keyword returns the token of an IdentifierName: a keyword's or TIdent.
func keyword(s string) Token {
	switch len(s) {
	case 2:
		switch s {
		case "do":
			return TDo
		case "if":
			return TIf
		case "in":
			return TIn
		case "of":
			return TOf
		}
	case 3:
		switch s {
		case "for":
			return TFor
		case "get":
			return TGet
		case "let":
			return TLet
		case "new":
			return TNew
		case "set":
			return TSet
		case "try":
			return TTry
		case "var":
			return TVar
		}
	case 4:
		switch s {
		case "case":
			return TCase
		case "else":
			return TElse
		case "enum":
			return TEnum
		case "null":
			return TNull
		case "this":
			return TThis
		case "true":
			return TTrue
		case "void":
			return TVoid
		case "with":
			return TWith
		}
	case 5:
		switch s {
		case "async":
			return TAsync
		case "await":
			return TAwait
		case "break":
			return TBreak
		case "catch":
			return TCatch
		case "class":
			return TClass
		case "const":
			return TConst
		case "false":
			return TFalse
		case "super":
			return TSuper
		case "throw":
			return TThrow
		case "while":
			return TWhile
		case "yield":
			return TYield
		}
	case 6:
		switch s {
		case "delete":
			return TDelete
		case "export":
			return TExport
		case "import":
			return TImport
		case "public":
			return TFutureStrict
		case "return":
			return TReturn
		case "static":
			return TStatic
		case "switch":
			return TSwitch
		case "typeof":
			return TTypeof
		}
	case 7:
		switch s {
		case "default":
			return TDefault
		case "extends":
			return TExtends
		case "finally":
			return TFinally
		case "package", "private":
			return TFutureStrict
		}
	case 8:
		switch s {
		case "continue":
			return TContinue
		case "debugger":
			return TDebugger
		case "function":
			return TFunction
		}
	case 9:
		switch s {
		case "interface", "protected":
			return TFutureStrict
		}
	case 10:
		switch s {
		case "instanceof":
			return TInstanceof
		case "implements":
			return TFutureStrict
		}
	}
	return TIdent
}
