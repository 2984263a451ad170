// The QR code of a receipt, fetched by who prints one.
import { correction, generate } from 'lean-qr/nano';

// The rows of modules, '1' for black, without the quiet zone: level M, bytes of UTF-8.
export function qr(text) {
  const code = generate(text, { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M });
  const line = [...Array(code.size).keys()];
  return line.map((y) => line.map((x) => +code.get(x, y)).join(''));
}
