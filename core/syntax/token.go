package syntax

// Token is a lexical token.
type Token uint8
