const shortest = 12
const longest = 200
const fewestDifferent = 5
const obvious = ['fourfold', 'password', '123456789', 'qwertyuiop', 'letmein']

/**
 * What is wrong with a password that someone chose, and what to do; undefined for a good one. Long and not obvious is what
 * counts, not kinds of characters (National Cyber Security Centre, password guidance).
 */
export function passwordProblem(password: string, email: string): string | undefined {
  if (password === '') return 'Enter a password'
  const characters = password.length
  if (characters < shortest) return `Password must have ${shortest} characters or more`
  if (characters > longest) return `Password must have ${longest} characters or fewer`
  const plain = lettersAndDigits(password)
  if (isOf(plain, email)) return 'Password must not contain your email address'
  const found = obvious.find(word => plain.includes(word))
  if (found !== undefined)
    return `Password must not contain “${found}”: choose three words that only you would put together`
  if (new Set(plain).size < fewestDifferent) {
    return `Password must have at least ${fewestDifferent} different letters or digits`
  }
  return undefined
}

function isOf(plain: string, email: string): boolean {
  const [name = ''] = email.split('@', 1)
  return plain.includes(lettersAndDigits(email)) || (name.length >= 5 && plain.includes(lettersAndDigits(name)))
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
