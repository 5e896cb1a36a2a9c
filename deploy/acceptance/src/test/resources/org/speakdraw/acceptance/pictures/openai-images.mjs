// What the official OpenAI client makes of the server's pictures, as one JSON object.
// Arguments: folder whose node_modules has the client, address of the server, a picture, a mask.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";

const [folder, address, picture, mask] = process.argv.slice(2);
const { default: OpenAI } = await import(createRequire(`${folder}/`).resolve("openai"));
const client = new OpenAI({ baseURL: `${address}v1`, apiKey: "none", maxRetries: 0 });
const image = () => createReadStream(picture);
const refusal = async (call) => {
  try {
    await call;
    return null;
  } catch (error) {
    return { status: error.status, code: error.code, type: error.type, param: error.param };
  }
};

const result = { models: (await client.models.list()).data.map(({ id }) => id) };
result.generated = await client.images.generate({
  model: "gpt-image-1",
  prompt: "a red apple",
  n: 2,
  size: "256x256",
  quality: "low",
});
result.jpeg = await client.images.generate({ prompt: "a red apple", output_format: "jpeg", output_compression: 60 });
result.edited = await client.images.edit({ model: "gpt-image-1", image: image(), prompt: "a red apple" });
result.masked = await client.images.edit({
  image: image(),
  mask: createReadStream(mask),
  prompt: "a red apple",
  size: "256x256",
});
result.several = await refusal(client.images.edit({ image: [image(), image()], prompt: "a red apple" }));
result.noAddress = await refusal(client.images.generate({ prompt: "a fox", response_format: "url" }));
result.noModel = await refusal(client.images.generate({ model: "gpt-9", prompt: "a fox" }));
result.noPicture = await refusal(client.images.edit({ image: createReadStream(process.argv[1]), prompt: "a fox" }));
console.log(JSON.stringify(result));
