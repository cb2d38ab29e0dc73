package amd64

// form says which operands an encoding takes and where they go.
type form uint8

const (
	fNone  form = iota
	fO          // register in the opcode
	fM          // r/m
	fMR         // r/m, reg
	fRM         // reg, r/m
	fMI8        // r/m, sign-extended 8-bit immediate
	fMI         // r/m, immediate of the operation's size, 32 bits sign-extended at 64
	fMU8        // r/m, 8-bit unsigned immediate
	fM1         // r/m, 1
	fMC         // r/m, cl
	fOI         // register in the opcode, immediate of the operation's size, 64 bits too
	fRMI8       // reg, r/m, sign-extended 8-bit immediate
	fRMI        // reg, r/m, immediate as for fMI
	fRMU8       // reg, r/m, 8-bit unsigned immediate
	fI8         // sign-extended 8-bit immediate
	fI          // 32-bit immediate
	fI16        // 16-bit immediate
	fRel        // 32-bit displacement
	fRel8       // 8-bit displacement
	fFence      // a fixed ModRM byte
)

// Sizes that an encoding exists for: the bit of value Size.
const (
	szFixed = 0
	szB     = 1
	szW     = 2
	szD     = 4
	szQ     = 8
	szDQ    = szD | szQ
	szWDQ   = szW | szDQ
	szAll   = szB | szWDQ // at size B the opcode is the table's less one
)

// flags of an encoding.
const (
	flNoW     = 1 << iota // 64 bits without REX.W
	flW                   // REX.W although the size is fixed
	flRegX                // the reg operand is an SSE register
	flRMX                 // the r/m operand is an SSE register or memory
	flReg32               // the reg operand is a 32-bit register whatever the size
	flRM8                 // the r/m operand is 8 bits wide whatever the size
	flRM16                // 16
	flRM32                // 32
	flRM64                // 64
	flMemOnly             // r/m must be memory
	flRegOnly             // r/m must be a register
	flCond                // the condition code is added to the opcode
	flSame8               // exists at size B only, the opcode is the table's
	flLock                // takes a lock prefix if r/m is memory
)

// encoding is one row of the table.
type encoding struct {
	form   form
	prefix uint8 // 66, F2 or F3
	space  uint8 // opcode map: 1, 0x0F, 0x38 or 0x3A (after 0F)
	opcode uint8
	digit  uint8 // in the reg field of ModRM, where no register is
	sizes  uint8
	flags  uint16
	mem    uint8 // width of a memory operand in bytes, 0: the operation's
	need   Feature
}

type instruction struct {
	name string
	rows []encoding
}

// table is the one description of every instruction: the encoder, the listing and the tests read it. Of several rows that fit,
// the first is taken.
var table = [numOps]instruction{
	// Integer arithmetic and logic.
	Add: {"add", []encoding{
		{fMR, 0, 1, 0x01, 0, szAll, flLock, 0, 0},
		{fRM, 0, 1, 0x03, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 0, szWDQ, flLock, 0, 0},
		{fMI, 0, 1, 0x81, 0, szAll, flLock, 0, 0},
	}},
	Or: {"or", []encoding{
		{fMR, 0, 1, 0x09, 0, szAll, flLock, 0, 0},
		{fRM, 0, 1, 0x0B, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 1, szWDQ, flLock, 0, 0},
		{fMI, 0, 1, 0x81, 1, szAll, flLock, 0, 0},
	}},
	Adc: {"adc", []encoding{
		{fMR, 0, 1, 0x11, 0, szAll, flLock, 0, 0},
		{fRM, 0, 1, 0x13, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 2, szWDQ, flLock, 0, 0},
		{fMI, 0, 1, 0x81, 2, szAll, flLock, 0, 0},
	}},
	Sbb: {"sbb", []encoding{
		{fMR, 0, 1, 0x19, 0, szAll, flLock, 0, 0},
		{fRM, 0, 1, 0x1B, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 3, szWDQ, flLock, 0, 0},
		{fMI, 0, 1, 0x81, 3, szAll, flLock, 0, 0},
	}},
	And: {"and", []encoding{
		{fMR, 0, 1, 0x21, 0, szAll, flLock, 0, 0},
		{fRM, 0, 1, 0x23, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 4, szWDQ, flLock, 0, 0},
		{fMI, 0, 1, 0x81, 4, szAll, flLock, 0, 0},
	}},
	Sub: {"sub", []encoding{
		{fMR, 0, 1, 0x29, 0, szAll, flLock, 0, 0},
		{fRM, 0, 1, 0x2B, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 5, szWDQ, flLock, 0, 0},
		{fMI, 0, 1, 0x81, 5, szAll, flLock, 0, 0},
	}},
	Xor: {"xor", []encoding{
		{fMR, 0, 1, 0x31, 0, szAll, flLock, 0, 0},
		{fRM, 0, 1, 0x33, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 6, szWDQ, flLock, 0, 0},
		{fMI, 0, 1, 0x81, 6, szAll, flLock, 0, 0},
	}},
	Cmp: {"cmp", []encoding{
		{fMR, 0, 1, 0x39, 0, szAll, 0, 0, 0},
		{fRM, 0, 1, 0x3B, 0, szAll, 0, 0, 0},
		{fMI8, 0, 1, 0x83, 7, szWDQ, 0, 0, 0},
		{fMI, 0, 1, 0x81, 7, szAll, 0, 0, 0},
	}},
	Test: {"test", []encoding{
		{fMR, 0, 1, 0x85, 0, szAll, 0, 0, 0},
		{fMI, 0, 1, 0xF7, 0, szAll, 0, 0, 0},
	}},
	Not:   {"not", []encoding{{fM, 0, 1, 0xF7, 2, szAll, flLock, 0, 0}}},
	Neg:   {"neg", []encoding{{fM, 0, 1, 0xF7, 3, szAll, flLock, 0, 0}}},
	Mul:   {"mul", []encoding{{fM, 0, 1, 0xF7, 4, szAll, 0, 0, 0}}},
	Imul1: {"imul", []encoding{{fM, 0, 1, 0xF7, 5, szAll, 0, 0, 0}}},
	Div:   {"div", []encoding{{fM, 0, 1, 0xF7, 6, szAll, 0, 0, 0}}},
	Idiv:  {"idiv", []encoding{{fM, 0, 1, 0xF7, 7, szAll, 0, 0, 0}}},
	Inc:   {"inc", []encoding{{fM, 0, 1, 0xFF, 0, szAll, flLock, 0, 0}}},
	Dec:   {"dec", []encoding{{fM, 0, 1, 0xFF, 1, szAll, flLock, 0, 0}}},
	Imul: {"imul", []encoding{
		{fRM, 0, 0x0F, 0xAF, 0, szWDQ, 0, 0, 0},
		{fRMI8, 0, 1, 0x6B, 0, szWDQ, 0, 0, 0},
		{fRMI, 0, 1, 0x69, 0, szWDQ, 0, 0, 0},
	}},
	// Shifts and rotations.
	Rol: {"rol", []encoding{
		{fM1, 0, 1, 0xD1, 0, szAll, 0, 0, 0},
		{fMU8, 0, 1, 0xC1, 0, szAll, 0, 0, 0},
		{fMC, 0, 1, 0xD3, 0, szAll, 0, 0, 0},
	}},
	Ror: {"ror", []encoding{
		{fM1, 0, 1, 0xD1, 1, szAll, 0, 0, 0},
		{fMU8, 0, 1, 0xC1, 1, szAll, 0, 0, 0},
		{fMC, 0, 1, 0xD3, 1, szAll, 0, 0, 0},
	}},
	Shl: {"shl", []encoding{
		{fM1, 0, 1, 0xD1, 4, szAll, 0, 0, 0},
		{fMU8, 0, 1, 0xC1, 4, szAll, 0, 0, 0},
		{fMC, 0, 1, 0xD3, 4, szAll, 0, 0, 0},
	}},
	Shr: {"shr", []encoding{
		{fM1, 0, 1, 0xD1, 5, szAll, 0, 0, 0},
		{fMU8, 0, 1, 0xC1, 5, szAll, 0, 0, 0},
		{fMC, 0, 1, 0xD3, 5, szAll, 0, 0, 0},
	}},
	Sar: {"sar", []encoding{
		{fM1, 0, 1, 0xD1, 7, szAll, 0, 0, 0},
		{fMU8, 0, 1, 0xC1, 7, szAll, 0, 0, 0},
		{fMC, 0, 1, 0xD3, 7, szAll, 0, 0, 0},
	}},
	// Moves.
	Mov: {"mov", []encoding{
		{fMR, 0, 1, 0x89, 0, szAll, 0, 0, 0},
		{fRM, 0, 1, 0x8B, 0, szAll, 0, 0, 0},
		{fMI, 0, 1, 0xC7, 0, szAll, 0, 0, 0},
		{fOI, 0, 1, 0xB8, 0, szD | szQ, 0, 0, 0},
	}},
	Lea:     {"lea", []encoding{{fRM, 0, 1, 0x8D, 0, szDQ, flMemOnly, 0, 0}}},
	Movzx8:  {"movzx", []encoding{{fRM, 0, 0x0F, 0xB6, 0, szWDQ, flRM8, 1, 0}}},
	Movzx16: {"movzx", []encoding{{fRM, 0, 0x0F, 0xB7, 0, szDQ, flRM16, 2, 0}}},
	Movsx8:  {"movsx", []encoding{{fRM, 0, 0x0F, 0xBE, 0, szWDQ, flRM8, 1, 0}}},
	Movsx16: {"movsx", []encoding{{fRM, 0, 0x0F, 0xBF, 0, szDQ, flRM16, 2, 0}}},
	Movsxd:  {"movsxd", []encoding{{fRM, 0, 1, 0x63, 0, szQ, flRM32, 4, 0}}},
	Xchg:    {"xchg", []encoding{{fMR, 0, 1, 0x87, 0, szAll, flLock, 0, 0}}},
	Push: {"push", []encoding{
		{fO, 0, 1, 0x50, 0, szQ, flNoW, 0, 0},
		{fM, 0, 1, 0xFF, 6, szQ, flNoW, 0, 0},
		{fI8, 0, 1, 0x6A, 0, szQ, flNoW, 0, 0},
		{fI, 0, 1, 0x68, 0, szQ, flNoW, 0, 0},
	}},
	Pop: {"pop", []encoding{
		{fO, 0, 1, 0x58, 0, szQ, flNoW, 0, 0},
		{fM, 0, 1, 0x8F, 0, szQ, flNoW, 0, 0},
	}},
	Bswap:  {"bswap", []encoding{{fO, 0, 0x0F, 0xC8, 0, szDQ, 0, 0, 0}}},
	Cmovcc: {"cmov", []encoding{{fRM, 0, 0x0F, 0x40, 0, szWDQ, flCond, 0, 0}}},
	Setcc:  {"set", []encoding{{fM, 0, 0x0F, 0x90, 0, szB, flCond | flSame8, 0, 0}}},
	// Bits.
	Bt: {"bt", []encoding{
		{fMR, 0, 0x0F, 0xA3, 0, szWDQ, 0, 0, 0},
		{fMU8, 0, 0x0F, 0xBA, 4, szWDQ, 0, 0, 0},
	}},
	Bts: {"bts", []encoding{
		{fMR, 0, 0x0F, 0xAB, 0, szWDQ, flLock, 0, 0},
		{fMU8, 0, 0x0F, 0xBA, 5, szWDQ, flLock, 0, 0},
	}},
	Btr: {"btr", []encoding{
		{fMR, 0, 0x0F, 0xB3, 0, szWDQ, flLock, 0, 0},
		{fMU8, 0, 0x0F, 0xBA, 6, szWDQ, flLock, 0, 0},
	}},
	Bsf:    {"bsf", []encoding{{fRM, 0, 0x0F, 0xBC, 0, szWDQ, 0, 0, 0}}},
	Bsr:    {"bsr", []encoding{{fRM, 0, 0x0F, 0xBD, 0, szWDQ, 0, 0, 0}}},
	Tzcnt:  {"tzcnt", []encoding{{fRM, 0xF3, 0x0F, 0xBC, 0, szWDQ, 0, 0, BMI1}}},
	Popcnt: {"popcnt", []encoding{{fRM, 0xF3, 0x0F, 0xB8, 0, szWDQ, 0, 0, POPCNT}}},
	// Control.
	Jmp: {"jmp", []encoding{
		{fM, 0, 1, 0xFF, 4, szQ, flNoW, 0, 0},
		{fRel, 0, 1, 0xE9, 0, szFixed, 0, 0, 0},
		{fRel8, 0, 1, 0xEB, 0, szFixed, 0, 0, 0},
	}},
	Jcc: {"j", []encoding{
		{fRel, 0, 0x0F, 0x80, 0, szFixed, flCond, 0, 0},
		{fRel8, 0, 1, 0x70, 0, szFixed, flCond, 0, 0},
	}},
	Call: {"call", []encoding{
		{fM, 0, 1, 0xFF, 2, szQ, flNoW, 0, 0},
		{fRel, 0, 1, 0xE8, 0, szFixed, 0, 0, 0},
	}},
	Ret: {"ret", []encoding{
		{fNone, 0, 1, 0xC3, 0, szFixed, 0, 0, 0},
		{fI16, 0, 1, 0xC2, 0, szFixed, 0, 0, 0},
	}},
	Int3:     {"int3", []encoding{{fNone, 0, 1, 0xCC, 0, szFixed, 0, 0, 0}}},
	Ud2:      {"ud2", []encoding{{fNone, 0, 0x0F, 0x0B, 0, szFixed, 0, 0, 0}}},
	Nop:      {"nop", []encoding{{fNone, 0, 1, 0x90, 0, szFixed, 0, 0, 0}}},
	Cdq:      {"cdq", []encoding{{fNone, 0, 1, 0x99, 0, szFixed, 0, 0, 0}}},
	Cpuid:    {"cpuid", []encoding{{fNone, 0, 0x0F, 0xA2, 0, szFixed, 0, 0, 0}}},
	Rdtsc:    {"rdtsc", []encoding{{fNone, 0, 0x0F, 0x31, 0, szFixed, 0, 0, 0}}},
	Cld:      {"cld", []encoding{{fNone, 0, 1, 0xFC, 0, szFixed, 0, 0, 0}}},
	Cqo:      {"cqo", []encoding{{fNone, 0, 1, 0x99, 0, szFixed, flW, 0, 0}}},
	Pause:    {"pause", []encoding{{fNone, 0xF3, 1, 0x90, 0, szFixed, 0, 0, 0}}},
	RepMovsb: {"rep movsb", []encoding{{fNone, 0xF3, 1, 0xA4, 0, szFixed, 0, 0, 0}}},
	RepMovsq: {"rep movsq", []encoding{{fNone, 0xF3, 1, 0xA5, 0, szFixed, flW, 0, 0}}},
	RepStosq: {"rep stosq", []encoding{{fNone, 0xF3, 1, 0xAB, 0, szFixed, flW, 0, 0}}},
	// Atomics and fences.
	Cmpxchg: {"cmpxchg", []encoding{{fMR, 0, 0x0F, 0xB1, 0, szAll, flLock, 0, 0}}},
	Xadd:    {"xadd", []encoding{{fMR, 0, 0x0F, 0xC1, 0, szAll, flLock, 0, 0}}},
	Lfence:  {"lfence", []encoding{{fFence, 0, 0x0F, 0xAE, 5, szFixed, 0, 0, 0}}},
	Mfence:  {"mfence", []encoding{{fFence, 0, 0x0F, 0xAE, 6, szFixed, 0, 0, 0}}},
	Sfence:  {"sfence", []encoding{{fFence, 0, 0x0F, 0xAE, 7, szFixed, 0, 0, 0}}},
	// SSE: moves.
	Movsd: {"movsd", []encoding{
		{fRM, 0xF2, 0x0F, 0x10, 0, szFixed, flRegX | flRMX, 8, 0},
		{fMR, 0xF2, 0x0F, 0x11, 0, szFixed, flRegX | flRMX, 8, 0},
	}},
	Movss: {"movss", []encoding{
		{fRM, 0xF3, 0x0F, 0x10, 0, szFixed, flRegX | flRMX, 4, 0},
		{fMR, 0xF3, 0x0F, 0x11, 0, szFixed, flRegX | flRMX, 4, 0},
	}},
	Movapd: {"movapd", []encoding{
		{fRM, 0x66, 0x0F, 0x28, 0, szFixed, flRegX | flRMX, 16, 0},
		{fMR, 0x66, 0x0F, 0x29, 0, szFixed, flRegX | flRMX, 16, 0},
	}},
	Movaps: {"movaps", []encoding{
		{fRM, 0, 0x0F, 0x28, 0, szFixed, flRegX | flRMX, 16, 0},
		{fMR, 0, 0x0F, 0x29, 0, szFixed, flRegX | flRMX, 16, 0},
	}},
	Movups: {"movups", []encoding{
		{fRM, 0, 0x0F, 0x10, 0, szFixed, flRegX | flRMX, 16, 0},
		{fMR, 0, 0x0F, 0x11, 0, szFixed, flRegX | flRMX, 16, 0},
	}},
	Movdqu: {"movdqu", []encoding{
		{fRM, 0xF3, 0x0F, 0x6F, 0, szFixed, flRegX | flRMX, 16, 0},
		{fMR, 0xF3, 0x0F, 0x7F, 0, szFixed, flRegX | flRMX, 16, 0},
	}},
	Movd: {"movd", []encoding{
		{fRM, 0x66, 0x0F, 0x6E, 0, szFixed, flRegX | flRM32, 4, 0},
		{fMR, 0x66, 0x0F, 0x7E, 0, szFixed, flRegX | flRM32, 4, 0},
	}},
	Movq: {"movq", []encoding{
		{fRM, 0x66, 0x0F, 0x6E, 0, szFixed, flRegX | flRM64 | flW, 8, 0},
		{fMR, 0x66, 0x0F, 0x7E, 0, szFixed, flRegX | flRM64 | flW, 8, 0},
		{fRM, 0xF3, 0x0F, 0x7E, 0, szFixed, flRegX | flRMX, 8, 0},
		{fMR, 0x66, 0x0F, 0xD6, 0, szFixed, flRegX | flRMX, 8, 0},
	}},
	Movmskpd: {"movmskpd", []encoding{{fRM, 0x66, 0x0F, 0x50, 0, szFixed, flReg32 | flRMX | flRegOnly, 0, 0}}},
	Pmovmskb: {"pmovmskb", []encoding{{fRM, 0x66, 0x0F, 0xD7, 0, szFixed, flReg32 | flRMX | flRegOnly, 0, 0}}},
	// SSE: doubles and floats.
	Sqrtsd:    {"sqrtsd", []encoding{{fRM, 0xF2, 0x0F, 0x51, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Addsd:     {"addsd", []encoding{{fRM, 0xF2, 0x0F, 0x58, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Mulsd:     {"mulsd", []encoding{{fRM, 0xF2, 0x0F, 0x59, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Subsd:     {"subsd", []encoding{{fRM, 0xF2, 0x0F, 0x5C, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Minsd:     {"minsd", []encoding{{fRM, 0xF2, 0x0F, 0x5D, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Divsd:     {"divsd", []encoding{{fRM, 0xF2, 0x0F, 0x5E, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Maxsd:     {"maxsd", []encoding{{fRM, 0xF2, 0x0F, 0x5F, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Cvtsd2ss:  {"cvtsd2ss", []encoding{{fRM, 0xF2, 0x0F, 0x5A, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Cvtss2sd:  {"cvtss2sd", []encoding{{fRM, 0xF3, 0x0F, 0x5A, 0, szFixed, flRegX | flRMX, 4, 0}}},
	Ucomisd:   {"ucomisd", []encoding{{fRM, 0x66, 0x0F, 0x2E, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Comisd:    {"comisd", []encoding{{fRM, 0x66, 0x0F, 0x2F, 0, szFixed, flRegX | flRMX, 8, 0}}},
	Cvtsi2sd:  {"cvtsi2sd", []encoding{{fRM, 0xF2, 0x0F, 0x2A, 0, szDQ, flRegX, 0, 0}}},
	Cvttsd2si: {"cvttsd2si", []encoding{{fRM, 0xF2, 0x0F, 0x2C, 0, szDQ, flRMX, 8, 0}}},
	Cvtsd2si:  {"cvtsd2si", []encoding{{fRM, 0xF2, 0x0F, 0x2D, 0, szDQ, flRMX, 8, 0}}},
	Roundsd:   {"roundsd", []encoding{{fRMU8, 0x66, 0x3A, 0x0B, 0, szFixed, flRegX | flRMX, 8, SSE41}}},
	// SSE: whole registers.
	Andpd:      {"andpd", []encoding{{fRM, 0x66, 0x0F, 0x54, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Andnpd:     {"andnpd", []encoding{{fRM, 0x66, 0x0F, 0x55, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Orpd:       {"orpd", []encoding{{fRM, 0x66, 0x0F, 0x56, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Xorpd:      {"xorpd", []encoding{{fRM, 0x66, 0x0F, 0x57, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Unpcklpd:   {"unpcklpd", []encoding{{fRM, 0x66, 0x0F, 0x14, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Pand:       {"pand", []encoding{{fRM, 0x66, 0x0F, 0xDB, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Por:        {"por", []encoding{{fRM, 0x66, 0x0F, 0xEB, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Pxor:       {"pxor", []encoding{{fRM, 0x66, 0x0F, 0xEF, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Pcmpeqb:    {"pcmpeqb", []encoding{{fRM, 0x66, 0x0F, 0x74, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Pcmpeqw:    {"pcmpeqw", []encoding{{fRM, 0x66, 0x0F, 0x75, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Pcmpeqd:    {"pcmpeqd", []encoding{{fRM, 0x66, 0x0F, 0x76, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Punpcklqdq: {"punpcklqdq", []encoding{{fRM, 0x66, 0x0F, 0x6C, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Xorps:      {"xorps", []encoding{{fRM, 0, 0x0F, 0x57, 0, szFixed, flRegX | flRMX, 16, 0}}},
	Psrlq:      {"psrlq", []encoding{{fMU8, 0x66, 0x0F, 0x73, 2, szFixed, flRMX | flRegOnly, 0, 0}}},
	Psllq:      {"psllq", []encoding{{fMU8, 0x66, 0x0F, 0x73, 6, szFixed, flRMX | flRegOnly, 0, 0}}},
	Psrldq:     {"psrldq", []encoding{{fMU8, 0x66, 0x0F, 0x73, 3, szFixed, flRMX | flRegOnly, 0, 0}}},
}
