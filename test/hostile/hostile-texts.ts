/** Text that programs stumble over. All of it is legal: well-formed, without control characters, of at most 200 characters. */
export interface HostileText {
  readonly family: string
  readonly text: string
}

const longest = 200

// prettier-ignore
const quotes = [
  '\'', '"', '`', '’', '“”', '«»', '\\', '\\\\', '\\\'', '\\"', '\'\'', '""', '"""', '\'"`', 'O’Hara', 'O\'Hara',
  'the "best"', '\'; ', '"a","b"', 'a"b"c', ',', ';', ',,,', '";"', '\\,', 'x\\', '\\x', '\\n', '\\u0000', '\\x00',
]

// prettier-ignore
const markup = [
  '<', '>', '<>', '&', '&&', '</', '/>', '<b>bold</b>', '<script>alert(1)</script>', '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>', '\'><svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>', '<iframe src="javascript:alert(1)">', '<a href="javascript:alert(1)">x</a>',
  'javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//example.test>', '<base href=//example.test>', '<meta http-equiv=refresh content=0>',
  '<form action=//example.test>', '<input autofocus onfocus=alert(1)>', '<textarea>', '</textarea>', '</title>',
  '</option></select>', '<!--', '-->', '<!-- x -->', '<![CDATA[ x ]]>', ']]>', '<?xml version="1.0"?>', '<!DOCTYPE html>',
  '<!ENTITY x SYSTEM "file:///etc/passwd">', '&x;', '&amp;', '&lt;b&gt;', '&#60;', '&#x3C;', '&nbsp;', '&#0;', '&copy',
  '</bdi>', '<bdi>', '</td></tr></table>', '" onmouseover="alert(1)', '\' onmouseover=\'alert(1)',
  '<math><mi//xlink:href="data:x,y">', '<div style="background:url(//example.test)">', '<details open ontoggle=alert(1)>',
  '<c r="A1"><v>1</v></c>', '</is></c></row>',
]

// prettier-ignore
const sql = [
  '\' or \'1\'=\'1', '\'; drop table threats.threat; --', '"; drop table threat; --', '1; select pg_sleep(9)',
  '\' union select null, null --', '--', '/* */', '*/', '$$', '$1', '$1, $2', ':name', '?', '??', '%', '_', '%%', '%_%',
  '\\%', 'like \'%\'', '\'::regclass', 'E\'\\\\\'', 'U&\'\\0061\'', '\'||(select version())||\'', 'null; --',
  '\') on conflict do nothing; --', 'select * from audit.entry', 'set role postgres', '{}', '{"a":1}', '[]', '{1,2}',
  '{NULL}', '{"\\"}', '("a")', '\\N', '\\.',
]

// prettier-ignore
const formulas = [
  '=1+1', '=SUM(A1:A9)', '+1', '+44 7700 900000', '-1', '-1+1', '@SUM(1)', '=', '+', '-', '@', '==', '=\'',
  '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://example.test","x")', '=IMPORTXML("http://example.test")', '\'=1+1',
  '\'\'=1+1', '"=1+1"', ' =1+1', '＝1+1', '＋1', '－1', '＠x', '=A1&"x"', '=1;2', '=1,2', '=-1', '%0A=1+1', '|calc',
  '\u200B=1+1', '\uFEFF=1+1', '\u00A0=1+1', '\u202E=1+1', '--1', '\'a', '\'+1', '\'@a',
]

// prettier-ignore
const templates = [
  '{{7*7}}', '{{constructor}}', '{% raw %}', '{%', '{{', '}}', '${7*7}', '${{7*7}}', '#{7*7}', '<%= 7*7 %>', '<%', '%>',
  '[[7*7]]', '*{7*7}', '@{x}', '~{x}', '{0}', '{name}', '%s', '%d%n', '%1$s', '%(name)s', '$NAME', '$(id)', '`id`', '|id',
  '; id', '&& id', '!x', 'a\\{b\\}',
]

// prettier-ignore
const paths = [
  '../../etc/passwd', '..\\..\\x', '/', '//', '///', '/etc/passwd', 'C:\\x', 'file:///etc/passwd', '\\\\server\\x', '.',
  '..', '...', '~', '~/x', 'a/b', 'a?b=c', 'a#b', 'a&b=c', '%2e%2e%2f', '%00', '%0d%0aSet-Cookie: x=y', '%zz', '%c0%af',
  'CON', 'NUL', 'aux.txt', '*', '*.*', '?x', '#x', 'http://example.test', '//example.test', 'mailto:x@example.test', 'a;b',
  'con:',
]

// prettier-ignore
const words = [
  'null', 'NULL', 'Null', 'undefined', 'NaN', 'nan', 'Infinity', '-Infinity', 'true', 'false', 'TRUE', 'None', 'nil',
  'void', '[object Object]', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '0', '-0',
  '00', '007', '1', '1.0', '1.50', '1e5', '1E+5', '0x1F', '1,000', '£1', '1/2', '12/11', '2023-01-04', '01/02/03', '12:30',
  'Mar-4', 'SEPT1', 'yes', 'no', 'on', 'off', 'N/A', 'n/a', '#N/A', '#REF!', '#VALUE!', '(empty)', 'empty', 'none',
  'Another', '_another', '_csrf', '_draft', '_save', 'E', 'e', '9007199254740993', '99999999999999999999', 'inf', 'Is', 'I',
  'ı', 'İ',
]

// prettier-ignore
const emoji = [
  '🙂', '🦊', '👩\u200D🚒', '👨\u200D👩\u200D👧\u200D👦', '🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}',
  '🇬🇧', '🇬', '👍🏽', '❤\uFE0F', '❤', '1\uFE0F\u20E3', '🫠', '🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂',
  '👩🏿\u200D❤\uFE0F\u200D💋\u200D👩🏻', '𝒳', '𠜎𠜱', '𐍈', '\u{10FFFF}', '😀\uFE0E', '🧑\u200D⚖\uFE0F', '☠\uFE0F', '✂',
  '©', '™', '℠', '🅰', '🀄', '⌚',
]

// prettier-ignore
const rightToLeft = [
  '\u05E9\u05DC\u05D5\u05DD', '\u0645\u0631\u062D\u0628\u0627', 'abc \u05E9\u05DC\u05D5\u05DD def',
  '\u05E9\u05DC\u05D5\u05DD 123', '\u202Eabc', '\u202Dabc', '\u202Aabc\u202C', '\u202Babc\u202C', '\u2066abc\u2069',
  '\u2067abc\u2069', '\u2068abc\u2069', '\u2069', '\u202C', '\u200Eabc', '\u200Fabc', '\u061Cabc', 'fdp.\u202Eexe',
  'a\u202E<b>', '(\u05E9\u05DC\u05D5\u05DD)', '\u05E9\u05B8\u05C1\u05DC\u05D5\u05B9\u05DD',
  '\u0644\u0627 \u0625\u0644\u0647', '\uFDFA', '\uFDF2', '\u0661\u0662\u0663', '\u0710\u0712\u0713',
  '\u0780\u07A8\u0788\u07AC\u0780\u07A8', '\u2067\u2067\u2067x', '\u05E9\u05DC\u05D5\u05DD\u200E!',
]

// prettier-ignore
const invisible = [
  '\u200B', 'a\u200Bb', '\u200C', 'a\u200Cb', 'a\u200Db', '\u200D', '\u2060', 'a\u2060b', '\uFEFFa', 'a\uFEFF', '\u00AD',
  'co\u00ADop', '\u034F', 'a\u034Fb', '\u180E', 'a\u180Eb', '\u2061', '\u2062x', '\u2063x', '\u2064x', '\uFE0F', 'a\uFE0F',
  '\u{E0001}', '\u{E0061}', 'x\u{E0100}', '\u3164', '\uFFA0', '\u115F', '\u1160', '\u2800', '\u17B4', '\uFFF9x\uFFFA', '￼',
  '�', '\u206A', 'a\u2028b', 'a\u2029b', '\u{1D173}',
]

// prettier-ignore
const combining = [
  'e\u0301', 'é', 'A\u030A', 'Å', '\u212B', '\u2126', 'o\u0328\u0301', 'o\u0301\u0328', '\u0301', '\u0301a',
  'a\u0301\u0301\u0301', 'Z\u0351\u036B\u0343\u036A', 'ﬁ', 'ﬃ', 'ß', 'ẞ', 'ſ', '\u212A', '\u212Bngström', 'K', '①', '㎏',
  '½', 'ǅ', 'i\u0307', 'ç', 'c\u0327', 'ñ', '각', '각', 'ｱ', 'ﾞ', 'が', 'か\u3099', 'ё', 'Ḉ', 'q\u0307\u0323',
  'q\u0323\u0307', 'ᾳ', '\u0344', 'தம\u0BBFழ\u0BCD', 'नमस\u094Dत\u0947', 'สว\u0E31สด\u0E35', '\u0F73', '\u2ADC', 'à\u0316',
  'क\u093C', '\u{1D15E}', '豈', '\uFB1D',
]

// prettier-ignore
const spaces = [
  ' a', 'a ', ' a ', '  a  ', 'a  b', '\u00A0a', 'a\u00A0', '\u2003a', 'a\u2003b', '\u3000a\u3000', 'a\u202Fb', 'a\u2009b',
  '\u1680a', 'a\u205Fb', ' \' ', ' - ', '. a', 'a   .', '  ,', 'a\nb', 'a\r\nb', 'a\n\nb', '\na', 'a\n', '"a\nb"',
  'a\n=1+1', 'a,\n"b"', 'a\rb',
]

// prettier-ignore
const edges = [
  '\uFFFE', '\uFFFF', 'a\uFFFEb', '\u{1FFFE}', '\u{1FFFF}', '\uFDD0', '\uFDEF', '\uE000', '\uF8FF', '\u{F0000}', '\uD7FF',
  '𐀀', '¡', '_x000D_', '_x0041_', '_x005F_x0041_', '_xFFFE_', '_x0000', 'x_x0041_x', 'ÿ', 'Ā', '߿', 'ࠀ', 'ÿþ', 'ï»¿a',
  'Ã©', 'â€™', '┌─┐', '☃', '漢字', 'ＡＢＣ', '‥', '․',
]

const long = [
  'a'.repeat(longest),
  '🦊'.repeat(longest),
  'é'.repeat(longest),
  '"'.repeat(longest),
  "'".repeat(longest),
  '<'.repeat(longest),
  '&'.repeat(longest),
  '%'.repeat(longest),
  '\\'.repeat(longest),
  '='.repeat(longest),
  'שלום '.repeat(39) + 'שלום',
  '\u200B'.repeat(longest - 1) + 'a',
  `e${'\u0301'.repeat(90)}`,
  'ﷺ'.repeat(longest),
  'W'.repeat(longest),
  'a '.repeat(99) + 'ab',
  'x'.repeat(199) + '\n',
  ','.repeat(longest),
  '\u202E'.repeat(100) + 'a',
  '漢'.repeat(longest),
]

const families: Readonly<Record<string, readonly string[]>> = {
  quotes,
  markup,
  sql,
  formulas,
  templates,
  paths,
  words,
  emoji,
  rightToLeft,
  invisible,
  combining,
  spaces,
  edges,
  long,
}

export const hostileTexts: readonly HostileText[] = Object.entries(families).flatMap(([family, texts]) =>
  texts.map(text => ({ family, text })),
)
