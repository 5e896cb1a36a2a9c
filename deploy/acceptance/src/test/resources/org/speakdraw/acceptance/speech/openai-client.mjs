// What the official OpenAI client makes of the server's answers, as one JSON object.
// Arguments: folder whose node_modules has the client, address of the server, sound file, compressed sound file.
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, address, wav, webm] = process.argv.slice(2);
const { default: OpenAI } = await import(createRequire(`${folder}/`).resolve('openai'));
const client = new OpenAI({ baseURL: `${address}v1`, apiKey: 'none', maxRetries: 0 });
const file = () => createReadStream(wav);
const model = 'whisper-1';
const refusal = async (call) => {
  try {
    await call;
    return null;
  } catch (error) {
    return { status: error.status, code: error.code, type: error.type, param: error.param };
  }
};

const result = { models: (await client.models.list()).data.map(({ id }) => id) };
for (const response_format of ['json', 'text', 'verbose_json', 'srt', 'vtt']) {
  result[response_format] = await client.audio.transcriptions.create({
    file: file(),
    model,
    response_format,
    language: 'en',
  });
}
result.compressed = await client.audio.transcriptions.create({ file: createReadStream(webm), model });
result.translation = await client.audio.translations.create({ file: file(), model });
result.events = [];
for await (const event of await client.audio.transcriptions.create({ file: file(), model, stream: true })) {
  result.events.push(event);
}
result.notSound = await refusal(
  client.audio.transcriptions.create({ file: createReadStream(process.argv[1]), model }),
);
result.noSuchModel = await refusal(client.audio.transcriptions.create({ file: file(), model: 'gpt-9' }));
result.noSuchFormat = await refusal(
  client.audio.transcriptions.create({ file: file(), model, response_format: 'braille' }),
);
result.noSuchLanguage = await refusal(client.audio.transcriptions.create({ file: file(), model, language: 'xx' }));
console.log(JSON.stringify(result));
