'use strict';

// Draws the box of console.table.

const { getStringWidth } = require('internal/util/inspect');

function row(cells, widths) {
  let out = '│';
  for (let i = 0; i < cells.length; i++) {
    out += ` ${cells[i]}${' '.repeat(widths[i] - getStringWidth(cells[i]) - 1)}`;
    if (i !== cells.length - 1) out += '│';
  }
  return `${out}│`;
}

function table(head, columns) {
  const rows = [];
  const widths = head.map((name) => getStringWidth(name));
  let longest = 0;
  for (const column of columns) longest = Math.max(longest, column.length);
  for (let i = 0; i < head.length; i++) {
    const column = columns[i];
    for (let j = 0; j < longest; j++) {
      rows[j] ??= [];
      const value = rows[j][i] = Object.hasOwn(column, j) ? column[j] : '';
      widths[i] = Math.max(widths[i], getStringWidth(value));
    }
  }
  const boxWidths = widths.map((width) => width + 2);
  const lines = boxWidths.map((width) => '─'.repeat(width));
  let result = `┌${lines.join('┬')}┐\n${row(head, boxWidths)}\n├${lines.join('┼')}┤\n`;
  for (const cells of rows) result += `${row(cells, boxWidths)}\n`;
  return `${result}└${lines.join('┴')}┘`;
}

module.exports = table;
