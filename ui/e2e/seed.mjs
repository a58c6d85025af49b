// Fills the library of a running program through its API, as scripts of users do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const DAY = 86_400_000;

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

/** A picture as a PNG, made of nothing but its size and the colours of its stripes. */
export function stripes(width, height, colors) {
  const row = (y) => {
    const pixels = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) {
      pixels.set(colors[Math.floor((x + y) / 24) % colors.length], 1 + x * 3);
    }
    return pixels;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => row(y)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Sends commands with a key of its own, and stops at the first that is refused. */
export function script(program, name, access) {
  const secret = program.lh('key', 'create', name, '--access', access).trim();
  const run = async (command, request = {}) => {
    const { status, body } = await program.call(secret, command, request);
    assert.ok(status < 300, `${command}: ${JSON.stringify(body)}`);
    return body;
  };
  return Object.assign(run, { secret });
}

/** Makes the conflict of a document that was deleted elsewhere and edited here. */
function deleteElsewhere(program, document) {
  const file = join(import.meta.dirname, 'delete-elsewhere.py');
  const made = spawnSync('python3', [file, program.library, document], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
}

/**
 * Writes what a description of a library names, and gives the ids by name.
 *
 * A document is what `document.create` takes, and besides: `category` is a name, `daysAgo` its age,
 * `edits` later texts, `clash: { mine, theirs }` a conflict, `files` attachments by name, and
 * `trashed` and `deletedElsewhere` say what became of it.
 */
export async function seed(program, library) {
  const { keys, categories, tags, documents, searches, proposals } = library;
  const run = script(program, keys.script, 'admin');
  const ids = { categories: {}, documents: {}, tags: {}, searches: {} };

  for (const { parent, ...category } of categories) {
    const above = parent === undefined ? undefined : ids.categories[parent];
    const made = await run('category.create', { ...category, parent: above });
    ids.categories[category.name] = made.category.id;
  }
  for (const document of documents) await write(program, run, ids, document);
  for (const { id, name } of (await run('tag.list', { limit: 100 })).items) {
    ids.tags[name] = id;
    const color = tags[name];
    if (color !== undefined) await run('tag.update', { id, patch: { color } });
  }
  for (const search of searches) {
    ids.searches[search.name] = (await run('savedSearch.create', search)).id;
  }
  if (proposals.length > 0) {
    const propose = script(program, keys.agent, 'propose');
    for (const { of, save, ...create } of proposals) {
      if (of === undefined) {
        await propose('document.create', create);
      } else {
        const { id, hash, text } = await run('document.get', { id: ids.documents[of] });
        await propose('document.save', { id, baseHash: hash, text: text + save });
      }
    }
  }
  return { run, ids };
}

async function write(program, run, ids, document) {
  const {
    daysAgo = 0,
    edits = [],
    clash,
    files = {},
    trashed,
    deletedElsewhere,
    ...rest
  } = document;
  const at = new Date(Date.now() - daysAgo * DAY).toISOString();
  const category = rest.category === undefined ? undefined : ids.categories[rest.category];
  const made = await run('document.create', { ...rest, category, createdAt: at, updatedAt: at });
  const { id } = made.document;
  let { hash } = made.document;
  for (const text of edits) {
    ({ hash } = await run('document.save', { id, text, baseHash: hash }));
  }
  if (clash) {
    await run('document.save', { id, text: clash.theirs, baseHash: hash });
    const { outcome } = await run('document.save', { id, text: clash.mine, baseHash: hash });
    assert.equal(outcome, 'conflict', `${made.document.title} does not clash`);
  }
  for (const [name, bytes] of Object.entries(files)) {
    await program.upload(run.secret, { document: id, name }, 'image/png', bytes);
  }
  ids.documents[(await run('document.get', { id })).title] = id;
  if (trashed) await run('document.trash', { ids: [id] });
  if (deletedElsewhere) deleteElsewhere(program, id);
}
