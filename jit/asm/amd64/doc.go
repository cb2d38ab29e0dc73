// Package amd64 is the assembler for x86-64.
//
// One table (table.go) holds every instruction: its mnemonic and, per operand form, how it is encoded. The methods of Assembler are
// named after the operands they take: R register, M memory, I immediate, C the register cl, in the order of the assembly text. So
// a.RM(Add, Q, RAX, Base(RBX, 8)) is "add rax, qword ptr [rbx+0x8]". Size is that of the operation; instructions whose size is
// fixed take Fixed. A combination that the table does not have is a bug of the caller and panics.
//
// Instructions beyond SSE2 carry a feature in the table; whoever emits one asks Has first.
package amd64
