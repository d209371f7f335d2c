/**
 * Gives the string that helm takes from a plain scalar (sigs.k8s.io/yaml: YAML 1.1 as go-yaml v2 reads it, then made a
 * string for a string field). Timestamps and base 60 stay as they are written.
 */
export function helmString(plain: string): string {
  if (/^(?:~|null|Null|NULL|)$/.test(plain)) return '';
  if (/^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(plain)) return 'true';
  if (/^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(plain)) return 'false';
  if (/^\.nan$/i.test(plain)) return 'NaN';
  if (/^[-+]?\.inf$/i.test(plain)) return plain.startsWith('-') ? '-Inf' : '+Inf';
  const digits = /^[-+0-9]/.test(plain) ? plain.replaceAll('_', '') : plain;
  const whole = goInteger(digits);
  if (whole !== undefined) return whole.toString();
  const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(digits);
  return float && Number.isFinite(Number(digits)) ? goFloat(Number(digits)) : plain;
}

/** Gives the string that a YAML 1.2 reader (core schema) makes of a plain scalar, numbers printed as JavaScript does. */
export function coreString(plain: string): string {
  if (/^(?:~|null|Null|NULL|)$/.test(plain)) return '';
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(plain)) return plain.toLowerCase();
  if (/^[-+]?(?:\.inf|\.Inf|\.INF)$|^\.(?:nan|NaN|NAN)$/.test(plain)) return String(Number.NaN);
  if (/^[-+]?[0-9]+$/.test(plain)) return BigInt(plain.replace('+', '')).toString();
  if (/^0o[0-7]+$|^0x[0-9a-fA-F]+$/.test(plain)) return BigInt(plain).toString();
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(plain)
    ? String(Number(plain))
    : plain;
}

/** Whether a plain scalar reads back as the very string it is written as, by helm and by YAML 1.2. */
export function staysString(plain: string): boolean {
  return helmString(plain) === plain && coreString(plain) === plain;
}

/** Go's `strconv.ParseInt(text, 0, 64)`, then `ParseUint`: a leading zero means octal. */
function goInteger(text: string): bigint | undefined {
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  const octal = /^0[0-7]+$/.test(rest) ? `0o${rest.slice(1)}` : rest;
  if (!/^(?:0|[1-9][0-9]*|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+)$/.test(octal)) return undefined;
  const value = sign === '-' ? -BigInt(octal) : BigInt(octal);
  return value >= -(2n ** 63n) && value < 2n ** 64n ? value : undefined;
}

/**
 * Go's `strconv.FormatFloat(value, 'g', -1, 32)`: the fewest digits that name the value among 32-bit numbers, with an
 * exponent below -4 and from 6 on.
 */
function goFloat(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single < 0 ? '-Inf' : '+Inf';
  if (Object.is(single, -0)) return '-0';
  const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((count) => single.toExponential(count));
  const shortest = digits.find((text) => Math.fround(Number(text)) === single) ?? String(single);
  const [mantissa = '', exponent = '0'] = shortest.split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return Number(shortest).toString();
  return `${mantissa}e${power < 0 ? '-' : '+'}${Math.abs(power).toString().padStart(2, '0')}`;
}
