// Reads what Tipline writes from docs/format.md alone: a second implementation, for the tests.
// One JSON order on standard input, one JSON answer on standard output; bytes are hex.

import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { Decrypter } from "age-encryption";

const text = (string) => new TextEncoder().encode(string);
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (octets) => Buffer.from(octets).toString("hex");
const derive = (secret, purpose, size = 32) =>
  hkdf(sha256, secret, undefined, text(`tipline/v1/${purpose}`), size);

async function open(sealed, identity) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return new TextDecoder().decode(await decrypter.decrypt(bytes(sealed)));
}

// Section 8.
function mailbox({ digits, pepper }) {
  const secret = argon2id(text(digits), bytes(pepper), { m: 8192, t: 1, p: 1, dkLen: 32 });
  return { id: hex(derive(secret, "mailbox/id", 16)), seed: hex(derive(secret, "mailbox/identity")) };
}

// Section 9.
function draft({ draft, pepper }) {
  const [version, day, token] = draft.split(".");
  const sealed = Buffer.from(token, "base64url");
  const key = derive(bytes(pepper), `draft/${day}`);
  const cipher = chacha20poly1305(key, sealed.subarray(0, 12), text(`${version}.${day}`));
  return record(cipher.decrypt(sealed.subarray(12)));
}

function record(opened) {
  const packed = Buffer.from(opened);
  return JSON.parse((packed[0] === "{".charCodeAt(0) ? packed : inflateSync(packed)).toString());
}

// Sections 3 to 5: the desk's identity opens the envelope, what is in it opens the part.
async function tip({ envelope, part, identity, seed }) {
  const own = (await open(envelope, identity)).trimEnd();
  const opened = await open(part, own);
  const report = JSON.parse(opened);
  const sent = (report.evidence ?? []).map(({ blob, size, sealed_size, kept, ...rest }) => rest);
  const files = sent.length ? [Buffer.of(0xff), text(canonical(sent))] : [];
  const content = Buffer.concat([text(canonical(report.answers)), ...files]);
  const id = hmac(sha256, derive(bytes(seed), "report"), content).subarray(0, 16);
  return { report, size: text(opened).length, id: hex(id) };
}

// Section 5: the tip's identity opens a blob, cut where its age file ends.
async function blob({ blob, sealedSize, identity }) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const file = await decrypter.decrypt(bytes(blob).subarray(0, sealedSize));
  return { kept: createHash("sha256").update(file).digest("hex"), size: file.length };
}

// Section 3.
const body = async ({ sealed, identity }) => JSON.parse(await open(sealed, identity));

// Section 6: the case's identity opens the event, its author's verifier verifies it.
async function event({ sealed, identity, verifier }) {
  const { event, signature } = JSON.parse(await open(sealed, identity));
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(verifier, "hex").toString("base64url") };
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const signed = Buffer.concat([text("tipline event v1\0"), text(canonical(event))]);
  const good = verify(null, signed, key, Buffer.from(signature, "hex"));
  const digest = createHash("sha256").update(canonical(event)).update(bytes(signature));
  return { event, good, digest: digest.digest("hex") };
}

// Section 14: the cookie's key opens the row.
function session({ cookie, sealed, analyst }) {
  const own = Buffer.from(cookie, "base64url");
  const token = Buffer.from(sealed, "base64url");
  const row = createHash("sha256").update(own.subarray(0, 16)).digest();
  const bound = Buffer.concat([row, bytes(analyst)]);
  const cipher = chacha20poly1305(own.subarray(16), token.subarray(0, 12), bound);
  const { name, keys } = record(cipher.decrypt(token.subarray(12)));
  return { row: hex(row), name, keys: hex(Buffer.from(keys, "base64")) };
}

// Section 2, for values whose keys are ASCII, so that JavaScript's order is that of code points.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const { verb, ...order } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await { mailbox, draft, tip, event, session, body, blob }[verb](order)));
