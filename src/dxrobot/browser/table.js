// Tables as people see them: spans resolved, hidden rows and cells left out, headings of several rows joined.
const flat = text => text.replace(/\s+/g, ' ').trim();
const isSeen = element => element.getClientRects().length > 0;
const tableOf = element => {
  const kinds = 'table, [role=table], [role=grid]';
  return element.matches(kinds) ? element : element.querySelector(kinds) || element.closest(kinds);
};
const rowsOf = table => table.rows ? [...table.rows] : [...table.querySelectorAll('[role=row]')];
const cellsOf = row => row.cells ? [...row.cells]
  : [...row.querySelectorAll('[role=cell], [role=gridcell], [role=columnheader], [role=rowheader]')];

// What was typed or chosen counts as the text of its cell; innerText would give every choice there is.
const wordsOf = node => {
  if (node.nodeType === 3) return node.data;
  if (node.nodeType !== 1 || !isSeen(node)) return '';
  if (node.matches('select')) return [...node.selectedOptions].map(option => option.text).join(' ');
  if (node.matches('textarea')) return node.value;
  if (node.matches('input')) return /^(button|checkbox|image|password|radio|reset|submit)$/.test(node.type) ? '' : node.value;
  return [...node.childNodes].map(wordsOf).join('');
};
const textOf = cell => {
  if (!isSeen(cell)) return '';
  return flat(cell.querySelector('input, select, textarea') ? wordsOf(cell) : cell.innerText);
};

// One list of cells a row; a cell that spans several places stands in each of them.
const gridOf = rows => {
  const grid = rows.map(() => []);
  rows.forEach((row, y) => {
    let x = 0;
    for (const cell of cellsOf(row)) {
      while (grid[y][x]) x += 1;
      const height = cell.rowSpan === 0 ? rows.length : cell.rowSpan || 1;
      const width = cell.colSpan || 1;
      for (let down = 0; down < height && y + down < rows.length; down += 1) {
        for (let right = 0; right < width; right += 1) grid[y + down][x + right] = cell;
      }
      x += width;
    }
  });
  return grid;
};

const isHeading = row => {
  const cells = cellsOf(row);
  const inHead = row.parentElement.matches('thead');
  return cells.length > 0 && (inHead || cells.every(cell => cell.matches('th, [role=columnheader]')));
};
// A title, "nothing found" or a bar of buttons: one cell across the whole table.
const isBanner = (cells, width) => width > 1 && cells.length === width && new Set(cells).size === 1;

const linesOf = table => {
  const rows = rowsOf(table);
  const grid = gridOf(rows);
  const width = Math.max(0, ...grid.map(cells => cells.length));
  return rows.map((row, place) => ({ row, place, cells: grid[place] }))
    .filter(({ row, cells }) => isSeen(row) && !row.parentElement.matches('tfoot') && !isBanner(cells, width));
};

const headingCount = (lines, headings) => {
  const marked = lines.findIndex(({ row }) => !isHeading(row));
  if (marked !== 0) return marked < 0 ? lines.length : marked;
  const first = lines[0].cells.map(textOf);
  return headings.length && headings.every(heading => first.includes(heading)) ? 1 : 0;
};

const namesOf = (head, width) => {
  const used = new Map();
  return Array.from({ length: width }, (_, x) => {
    if (!head.length) return `列${x + 1}`;
    const cells = head.map(({ cells }) => cells[x]).filter((cell, y, all) => cell && cell !== all[y - 1]);
    const name = cells.map(textOf).filter(text => text).join('/');
    used.set(name, (used.get(name) || 0) + 1);
    return name && used.get(name) > 1 ? `${name}(${used.get(name)})` : name;
  });
};

const readTable = (element, headings) => {
  const table = tableOf(element);
  if (!table) return null;
  const lines = linesOf(table);
  const count = lines.length ? headingCount(lines, headings) : 0;
  const head = lines.slice(0, count);
  const body = lines.slice(count).filter(({ row }) => !(head.length && isHeading(row)));
  const names = namesOf(head, Math.max(0, ...lines.map(({ cells }) => cells.length)));
  const rows = body.map(({ cells }) =>
    Object.fromEntries(names.map((name, x) => [name, cells[x] ? textOf(cells[x]) : '']).filter(([name]) => name)));
  return { headings: names.filter(name => name), rows, places: body.map(({ place }) => place) };
};

const headedTables = tables => tables.flatMap((table, index) => {
  const lines = isSeen(table) ? linesOf(table) : [];
  return lines.length && headingCount(lines, []) > 0 && lines[0].cells.length > 1 ? [index] : [];
});

const markRow = (element, place, mark) => rowsOf(tableOf(element))[place].toggleAttribute(mark, true);
