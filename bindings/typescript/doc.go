// Package typescript holds the typescript binding: TypeScript to JavaScript by esbuild, with every token kept on its line.
package typescript
