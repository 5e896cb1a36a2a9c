// Runs `npm ci`, unless node_modules already holds exactly what package-lock.json asks for. A stamp in node_modules
// says for which lock file and which major version of Node it was installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.installed-for');
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `The page needs Node.js 20.19 or newer to be built; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`node ${major}`)
  .digest('hex');

function installed() {
  try {
    return readFileSync(stampFile, 'utf8') === stamp;
  } catch {
    return false;
  }
}

if (!installed()) {
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    process.stderr.write('npm ci failed: see above. It needs a package registry or a warm npm cache.\n');
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stampFile, stamp);
}
