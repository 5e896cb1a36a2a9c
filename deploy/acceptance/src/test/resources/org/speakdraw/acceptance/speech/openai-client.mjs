// What the official OpenAI client makes of the server's answers, as one JSON object.
// Arguments: folder whose node_modules has the client, address of the server, sound file, one in French, other ones.
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";

const [folder, address, wav, french, ...others] = process.argv.slice(2);
const { default: OpenAI, toFile } = await import(createRequire(`${folder}/`).resolve("openai"));
const client = new OpenAI({ baseURL: `${address}v1`, apiKey: "none", maxRetries: 0 });
const file = () => createReadStream(wav);
const model = "whisper-1";
const refusal = async (call) => {
  try {
    await call;
    return null;
  } catch (error) {
    return { status: error.status, code: error.code, type: error.type, param: error.param };
  }
};

const result = { models: (await client.models.list()).data.map(({ id }) => id) };
result.model = await client.models.retrieve(model);
result.noModel = await refusal(client.models.retrieve("gpt-9"));
for (const response_format of ["json", "text", "verbose_json", "srt", "vtt"]) {
  result[response_format] = await client.audio.transcriptions.create({
    file: file(),
    model,
    response_format,
    language: "en",
  });
}
result.words = await client.audio.transcriptions.create({
  file: file(),
  model,
  response_format: "verbose_json",
  timestamp_granularities: ["word"],
});
result.compressed = {};
for (const file of others) {
  const { text } = await client.audio.transcriptions.create({ file: createReadStream(file), model });
  result.compressed[extname(file)] = text;
}
result.french = await client.audio.transcriptions.create({
  file: createReadStream(french),
  model,
  response_format: "verbose_json",
});
result.translation = await client.audio.translations.create({ file: createReadStream(french), model });
result.translationVerbose = await client.audio.translations.create({
  file: createReadStream(french),
  model,
  response_format: "verbose_json",
});
result.events = [];
for await (const event of await client.audio.transcriptions.create({ file: file(), model, stream: true })) {
  result.events.push(event);
}
result.notSound = await refusal(client.audio.transcriptions.create({ file: createReadStream(process.argv[1]), model }));
const head = readFileSync(wav).subarray(0, 20);
result.broken = await refusal(client.audio.transcriptions.create({ file: await toFile(head, "broken.wav"), model }));
result.empty = await refusal(
  client.audio.transcriptions.create({ file: await toFile(new Uint8Array(), "empty.wav"), model }),
);
result.noSuchModel = await refusal(client.audio.transcriptions.create({ file: file(), model: "gpt-9" }));
result.noSuchFormat = await refusal(
  client.audio.transcriptions.create({ file: file(), model, response_format: "braille" }),
);
result.noSuchLanguage = await refusal(client.audio.transcriptions.create({ file: file(), model, language: "xx" }));
console.log(JSON.stringify(result));
