export interface Options { name: string; loud?: boolean; missing?: string }
export function greet({ name, loud = false }: Options): string {
  const text = `Hello ${name}`;
  return loud ? text.toUpperCase() + '!' : text;
}
export function wrong(a: number): string { return a; }
