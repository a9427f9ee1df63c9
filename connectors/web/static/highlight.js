/**
 * @file Finds the yellow mark on a page picture, so that the page can be scrolled to it.
 */

/** Pixels across while looking: lines of text stay apart, and a page takes about a millisecond. */
const WIDTH = 240;

/** Marked pixels a row needs: a word at this width; fewer could be a stray coloured dot. */
const ROW_PIXELS = 6;

/**
 * Whether a colour is the translucent yellow that the service marks with: bright, and clearly less blue.
 * @param {number} red 0 to 255
 * @param {number} green
 * @param {number} blue
 */
function isMark(red, green, blue) {
  return red > 215 && green > 195 && green - blue > 40 && red - green < 45;
}

/**
 * Where the mark begins, as a share of the picture's height (0 to 1); null without a mark.
 * @param {HTMLImageElement} picture loaded
 * @returns {number | null}
 */
export function highlightTop(picture) {
  const height = Math.round((picture.naturalHeight / picture.naturalWidth) * WIDTH);
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || height < 1) return null;
  context.drawImage(picture, 0, 0, WIDTH, height);
  const { data } = context.getImageData(0, 0, WIDTH, height);
  for (let row = 0; row < height; row += 1) {
    let marked = 0;
    for (let at = row * WIDTH * 4; at < (row + 1) * WIDTH * 4; at += 4) {
      if (isMark(data[at], data[at + 1], data[at + 2])) marked += 1;
    }
    if (marked >= ROW_PIXELS) return row / height;
  }
  return null;
}
