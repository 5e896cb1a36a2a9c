/** Every text of this feature. */
export const texts = {
  title: 'Images to look like',
  hint: 'Add an image and the picture takes on its colours and its style.',
  file: 'From a file',
  result: 'Use the result',
  source: { camera: 'Take a photo', drawing: 'Use the drawing', other: 'Use the input' },
  scale: 'How much they count',
  alone: 'This image',
  weight: (number: number) => `How much image ${number} counts beside the others`,
  remove: (number: number) => `Remove image ${number}`,
  image: (number: number) => `Image ${number}`,
  nothing: 'There is no picture yet.',
  failed: 'The image could not be sent. Try again.',
  unreadable: 'The browser cannot read this image.',
};
