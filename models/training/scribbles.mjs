/**
 * Draws 24 scribbles with the mouse on the page of a running server and puts drawings and pictures on a sheet, to be looked at:
 * node models/training/scribbles.mjs http://localhost:8080/ sheet.jpg
 */
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const { chromium } = require('@playwright/test');

const [url, file] = process.argv.slice(2);
const SETTLED = 4000;

let state = 7;
/** -0.5 to 0.5, the same in every run. */
function random() {
  state = (state * 1103515245 + 12345) % 2147483648;
  return state / 2147483648 - 0.5;
}

/** A hand is never exact. Places are from 0 to 1 across the sheet. */
const near = (value, by = 0.008) => value + by * random();
const line = (...places) => places.map(([x, y]) => [near(x), near(y)]);
const dot = (x, y) => [
  [x, y],
  [x + 0.004, y + 0.004],
];

function arc(x, y, across, down, from = 0, to = 360) {
  return Array.from({ length: 23 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / 22) * Math.PI) / 180;
    return [near(x + across * Math.cos(angle)), near(y + down * Math.sin(angle))];
  });
}

function zigzag(left, top, right, bottom, turns = 9) {
  return Array.from({ length: turns + 1 }, (_, turn) => [
    near(turn % 2 ? right : left, 0.02),
    near(top + ((bottom - top) * turn) / turns, 0.02),
  ]);
}

const pen = (colour, size, ...strokes) => ({ colour, size, strokes });

// prettier-ignore
const DRAWINGS = [
  ['a cat',
    pen('Black', 8, arc(.5,.55,.24,.22), line([.3,.42],[.3,.2],[.44,.34]), line([.56,.34],[.7,.2],[.7,.42]), arc(.5,.62,.05,.04,20,160), line([.34,.6],[.2,.57]), line([.34,.64],[.2,.67]), line([.66,.6],[.8,.57]), line([.66,.64],[.8,.67])),
    pen('Black', 22, dot(.41,.5), dot(.59,.5))],
  ['a dog',
    pen('Brown', 10, arc(.5,.5,.22,.24), line([.3,.38],[.2,.42],[.2,.62],[.3,.58]), line([.7,.38],[.8,.42],[.8,.62],[.7,.58])),
    pen('Black', 20, dot(.42,.44), dot(.58,.44), dot(.5,.56)),
    pen('Black', 7, arc(.5,.6,.08,.06,20,160))],
  ['a fish',
    pen('Orange', 10, arc(.45,.5,.26,.16), line([.69,.5],[.85,.36],[.85,.64],[.69,.5])),
    pen('Orange', 34, zigzag(.28,.42,.6,.58)),
    pen('Black', 16, dot(.3,.46))],
  ['a house',
    pen('Black', 8, line([.28,.45],[.28,.8],[.72,.8],[.72,.45],[.28,.45]), line([.22,.47],[.5,.2],[.78,.47]), line([.44,.8],[.44,.62],[.56,.62],[.56,.8])),
    pen('Red', 8, line([.33,.52],[.41,.52],[.41,.6],[.33,.6],[.33,.52]))],
  ['a tree', pen('Brown', 34, line([.5,.85],[.5,.55])), pen('Green', 60, arc(.5,.36,.14,.12), dot(.5,.36), dot(.42,.42), dot(.58,.42))],
  ['a sunflower',
    pen('Green', 16, line([.5,.9],[.5,.5])),
    pen('Yellow', 30, ...[0,45,90,135,180,225,270,315].map((a) => line([.5,.36],[.5+.17*Math.cos(a*Math.PI/180),.36+.17*Math.sin(a*Math.PI/180)]))),
    pen('Brown', 60, dot(.5,.36))],
  ['a car',
    pen('Red', 10, line([.15,.62],[.15,.5],[.3,.48],[.38,.35],[.62,.35],[.72,.48],[.85,.5],[.85,.62],[.15,.62])),
    pen('Red', 30, zigzag(.2,.52,.8,.6,5)),
    pen('Black', 40, dot(.3,.64), dot(.7,.64))],
  ['a rocket',
    pen('Blue', 9, line([.5,.15],[.58,.35],[.58,.7],[.42,.7],[.42,.35],[.5,.15]), line([.42,.55],[.3,.72],[.42,.7]), line([.58,.55],[.7,.72],[.58,.7]), arc(.5,.4,.04,.04)),
    pen('Orange', 20, line([.47,.75],[.5,.88],[.53,.75]))],
  ['a robot',
    pen('Black', 8, line([.33,.2],[.67,.2],[.67,.45],[.33,.45],[.33,.2]), line([.28,.48],[.72,.48],[.72,.8],[.28,.8],[.28,.48]), line([.5,.2],[.5,.1]), line([.42,.38],[.58,.38])),
    pen('Blue', 20, dot(.42,.29), dot(.58,.29))],
  ['a smiley',
    pen('Yellow', 70, zigzag(.3,.3,.7,.7,8), arc(.5,.5,.2,.2)),
    pen('Black', 8, arc(.5,.5,.3,.3), arc(.5,.52,.15,.13,20,160)),
    pen('Black', 24, dot(.4,.42), dot(.6,.42))],
  ['an apple',
    pen('Red', 60, arc(.5,.56,.13,.12), dot(.5,.55)),
    pen('Brown', 12, line([.5,.38],[.53,.28])),
    pen('Green', 18, line([.54,.33],[.62,.27]))],
  ['a strawberry',
    pen('Red', 12, line([.33,.38],[.36,.6],[.5,.8],[.64,.6],[.67,.38],[.33,.38])),
    pen('Red', 44, zigzag(.42,.45,.58,.65,6)),
    pen('Green', 20, line([.33,.36],[.42,.3],[.5,.38],[.58,.3],[.67,.36]))],
  ['a slice of pizza',
    pen('Orange', 12, line([.25,.3],[.75,.3],[.5,.85],[.25,.3])),
    pen('Yellow', 40, zigzag(.38,.38,.62,.6,6)),
    pen('Red', 34, dot(.42,.42), dot(.57,.45), dot(.5,.62))],
  ['a mushroom',
    pen('Red', 50, arc(.5,.42,.18,.1,180,360), line([.34,.44],[.66,.44])),
    pen('Brown', 10, line([.44,.5],[.43,.78],[.57,.78],[.56,.5]))],
  ['a butterfly',
    pen('Blue', 10, arc(.35,.38,.14,.15), arc(.65,.38,.14,.15), arc(.38,.65,.1,.12), arc(.62,.65,.1,.12)),
    pen('Black', 18, line([.5,.3],[.5,.76])),
    pen('Black', 5, line([.5,.3],[.44,.18]), line([.5,.3],[.56,.18]))],
  ['a penguin',
    pen('Black', 9, arc(.5,.52,.2,.32), arc(.5,.58,.12,.22)),
    pen('Orange', 18, line([.46,.36],[.5,.41],[.54,.36]), line([.4,.85],[.46,.85]), line([.54,.85],[.6,.85])),
    pen('Black', 14, dot(.44,.3), dot(.56,.3))],
  ['a boat',
    pen('Brown', 12, line([.2,.62],[.3,.8],[.7,.8],[.8,.62],[.2,.62])),
    pen('Black', 8, line([.5,.62],[.5,.18])),
    pen('Blue', 9, line([.52,.2],[.75,.56],[.52,.56],[.52,.2]))],
  ['a birthday cake',
    pen('Brown', 10, line([.25,.5],[.25,.8],[.75,.8],[.75,.5],[.25,.5])),
    pen('Red', 12, line([.25,.56],[.35,.62],[.45,.56],[.55,.62],[.65,.56],[.75,.62])),
    pen('Blue', 10, line([.4,.5],[.4,.36]), line([.5,.5],[.5,.36]), line([.6,.5],[.6,.36])),
    pen('Orange', 14, dot(.4,.32), dot(.5,.32), dot(.6,.32))],
  ['a snowman',
    pen('Black', 8, arc(.5,.36,.14,.14), arc(.5,.68,.2,.18), line([.38,.24],[.62,.24]), line([.42,.24],[.42,.12],[.58,.12],[.58,.24])),
    pen('Orange', 12, line([.5,.38],[.6,.4])),
    pen('Black', 14, dot(.45,.33), dot(.55,.33), dot(.5,.6), dot(.5,.7))],
  ['an owl',
    pen('Brown', 10, arc(.5,.54,.2,.28), line([.33,.36],[.33,.22],[.43,.28]), line([.57,.28],[.67,.22],[.67,.36])),
    pen('Black', 7, arc(.42,.42,.07,.07), arc(.58,.42,.07,.07)),
    pen('Black', 16, dot(.42,.42), dot(.58,.42)),
    pen('Orange', 14, line([.48,.5],[.5,.55],[.52,.5]))],
  ['a pig',
    pen('Red', 8, arc(.5,.52,.26,.24), arc(.5,.6,.1,.07), line([.3,.36],[.28,.22],[.42,.3]), line([.58,.3],[.72,.22],[.7,.36])),
    pen('Black', 18, dot(.4,.46), dot(.6,.46)),
    pen('Black', 12, dot(.46,.6), dot(.54,.6))],
  ['a cactus', pen('Green', 60, line([.5,.82],[.5,.25])), pen('Green', 36, line([.5,.6],[.3,.6],[.3,.42]), line([.5,.5],[.7,.5],[.7,.34]))],
  ['a balloon', pen('Red', 70, arc(.5,.36,.12,.14), dot(.5,.36)), pen('Black', 5, line([.5,.56],[.47,.68],[.53,.78],[.5,.9]))],
  ['a bee',
    pen('Yellow', 60, line([.35,.55],[.65,.55])),
    pen('Black', 16, line([.42,.45],[.42,.66]), line([.52,.44],[.52,.66]), line([.62,.46],[.62,.64])),
    pen('Blue', 8, arc(.45,.36,.08,.1), arc(.57,.36,.08,.1)),
    pen('Black', 14, dot(.28,.52))],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(url);
await page.getByTestId('connection').filter({ hasText: 'Live' }).waitFor();

const shown = (id) => page.getByTestId(id).evaluate((canvas) => canvas.toDataURL());

async function draw({ colour, size, strokes }) {
  const sheet = await page.getByTestId('drawing').boundingBox();
  await page.getByRole('button', { name: colour, exact: true }).click();
  await page.getByRole('slider', { name: 'Size of the pen' }).fill(String(size));
  for (const places of strokes) {
    const [first, ...rest] = places.map(([x, y]) => [sheet.x + x * sheet.width, sheet.y + y * sheet.height]);
    await page.mouse.move(...first);
    await page.mouse.down();
    for (const place of rest) {
      await page.mouse.move(...place, { steps: 3 });
    }
    await page.mouse.up();
  }
}

const tiles = [];
for (const [index, [prompt, ...pens]] of DRAWINGS.entries()) {
  if (index) {
    await page.getByRole('button', { name: 'Clear the sheet' }).click();
  }
  await page.getByTestId('prompt').fill(prompt);
  await page.getByTestId('prompt').press('Enter');
  await page.keyboard.press('Escape');
  for (const each of pens) {
    await draw(each);
  }
  await page.waitForTimeout(SETTLED);
  tiles.push(
    `<figure><img src="${await shown('drawing')}"><img src="${await shown('output')}"><figcaption>${prompt}</figcaption></figure>`,
  );
}

await page.setViewportSize({ width: 1240, height: 1020 });
await page.goto('about:blank');
await page.setContent(`<style>body { display: grid; grid-template-columns: repeat(4, 1fr); font: 12px sans-serif; background: white }
  figure { margin: 2px } img { width: 148px; height: 148px; background: white }</style>${tiles.join('')}`);
await page.screenshot({ path: file, type: 'jpeg', quality: 85, fullPage: true });
await browser.close();
