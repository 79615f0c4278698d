// A plain sheet of text as PDF: the list of notes at the end of an exported pack, cover words at its beginning.
// Helvetica of the reader's program and the letters of Western Europe: small, and nothing to load.

const WIDTH = 595; // points, A4
const HEIGHT = 842;
const MARGIN = 60;
const SIZE = 11;
const LEADING = 15;
const COLUMNS = 92; // letters of a line; Helvetica is about half as wide as high
const LINES = Math.floor((HEIGHT - 2 * MARGIN) / LEADING);

/** Lines as pages of a PDF. A line that begins with "# " is a heading. */
export function sheetOf(lines, title) {
  const wrapped = lines.flatMap((line) => wrap(line));
  const pages = [];
  for (let at = 0; at < Math.max(1, wrapped.length); at += LINES) {
    pages.push(wrapped.slice(at, at + LINES));
  }
  return assemble(pages, title);
}

function wrap(line) {
  const heading = line.startsWith("# ");
  const wide = heading ? COLUMNS - 12 : COLUMNS;
  const rows = [];
  let row = "";
  for (const word of line.replace(/^# /, "").split(/(?<=\s)/)) {
    for (const part of word.match(new RegExp(`.{1,${wide}}`, "gsu")) ?? []) {
      if ((row + part).trimEnd().length > wide) {
        rows.push(row);
        row = "";
      }
      row += part;
    }
  }
  return [...rows, row].map((words) => ({ words: words.trimEnd(), heading }));
}

function assemble(pages, title) {
  const objects = ["", ""]; // catalogue and page tree come when all is known
  const add = (content) => objects.push(content);
  add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
  add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>");
  const kids = pages.map((lines) => {
    const stream = streamOf(lines);
    const content = add(`<</Length ${stream.length}>>stream\n${stream}\nendstream`);
    return add(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${WIDTH} ${HEIGHT}]/Resources<</Font<</F 3 0 R/B 4 0 R>>>>/Contents ${content} 0 R>>`);
  });
  objects[0] = "<</Type/Catalog/Pages 2 0 R/Lang(de)>>";
  objects[1] = `<</Type/Pages/Count ${kids.length}/Kids[${kids.map((kid) => `${kid} 0 R`).join(" ")}]>>`;
  const about = add(`<</Title(${escaped(title)})>>`);
  return written(objects, about);
}

function streamOf(lines) {
  const rows = lines.map(({ words, heading }) => `/${heading ? "B" : "F"} ${SIZE} Tf (${escaped(words)}) Tj T*`);
  return `BT ${LEADING} TL ${MARGIN} ${HEIGHT - MARGIN} Td\n${rows.join("\n")}\nET`;
}

/** Text as the bytes of WinAnsi, one letter each; what that does not know is a question mark. */
function escaped(text) {
  const special = { "\u20ac": 128, "\u201e": 132, "\u2026": 133, "\u2018": 145, "\u2019": 146, "\u201c": 147, "\u201d": 148, "\u2022": 149, "\u2013": 150, "\u2014": 151, "\u201a": 130 };
  const letters = Array.from(text.normalize("NFC"), (sign) => {
    const code = special[sign] ?? sign.codePointAt(0);
    return code < 256 ? String.fromCharCode(code) : "?";
  });
  return letters.join("").replace(/[\\()]/g, "\\$&").replace(/[\r\n]+/g, " ");
}

function written(objects, about) {
  let file = "%PDF-1.4\n%\xe4\xf6\xfc\xdf\n";
  const starts = objects.map((content, at) => {
    const start = file.length;
    file += `${at + 1} 0 obj\n${content}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const trailer = `trailer\n<</Size ${objects.length + 1}/Root 1 0 R/Info ${about} 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`;
  return Uint8Array.from(file, (letter) => letter.charCodeAt(0));
}
