package vm

import "strings"

// inferredName is the name that stack traces give to an anonymous function that is assigned to a property: "exports.f" for
// exports.f = function..., "B.m" for B.prototype.m = function.... It is read off the source text before the function, which is at start.
func inferredName(src []byte, start int) string {
	i := start
	space := func() {
		for i > 0 && (src[i-1] == ' ' || src[i-1] == '\t' || src[i-1] == '\n' || src[i-1] == '\r') {
			i--
		}
	}
	word := func() string {
		end := i
		for i > 0 && (src[i-1] == '_' || src[i-1] == '$' || src[i-1] >= 0x80 || src[i-1]|0x20 >= 'a' && src[i-1]|0x20 <= 'z' || src[i-1] >= '0' && src[i-1] <= '9') {
			i--
		}
		return string(src[i:end])
	}
	if start > len(src) {
		return ""
	}
	space()
	if i == 0 || src[i-1] != '=' {
		return ""
	}
	i--
	if i > 0 && strings.IndexByte("=!<>+-*/%^~", src[i-1]) >= 0 {
		return ""
	}
	for _, op := range [...]string{"??", "||", "&&"} {
		if i > 1 && string(src[i-2:i]) == op {
			i -= 2
		}
	}
	space()
	var parts []string
	for {
		if i > 0 && src[i-1] == ']' {
			end := i - 1
			for i--; i > 0 && src[i-1] != '[' && src[i-1] != ']' && src[i-1] != '\n'; i-- {
			}
			if i == 0 || src[i-1] != '[' {
				return ""
			}
			key := string(src[i:end])
			i--
			if n := len(key); n > 2 && (key[0] == '\'' || key[0] == '"') && key[n-1] == key[0] && strings.IndexByte(key[1:n-1], key[0]) < 0 {
				parts = append(parts, key[1:n-1])
			} else {
				parts = append(parts, "<computed>")
			}
			continue
		}
		w := word()
		if w == "" || w == "this" || w == "super" || w[0] >= '0' && w[0] <= '9' {
			return ""
		}
		if w != "prototype" {
			parts = append(parts, w)
		}
		if i == 0 || src[i-1] != '.' {
			break
		}
		i--
		if i > 0 && (src[i-1] == '?' || src[i-1] == '.' || src[i-1] == ')') {
			return ""
		}
	}
	if len(parts) < 2 {
		return ""
	}
	for a, b := 0, len(parts)-1; a < b; a, b = a+1, b-1 {
		parts[a], parts[b] = parts[b], parts[a]
	}
	return strings.Join(parts, ".")
}
