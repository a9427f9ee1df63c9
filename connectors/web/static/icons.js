/**
 * @file The small drawings on buttons. They carry no meaning alone: every button also has a name.
 */

const SVG = "http://www.w3.org/2000/svg";

/** Each drawing is strokes on a field of 24 by 24. */
const STROKES = {
  copy: "M9 9h10v11H9z M5 15V4h10",
  down: "M7 4v10 M7 14H4V4h3 M7 14l4 6c1.7 0 2.5-1.2 2.2-2.8L12.7 14H18a2 2 0 0 0 2-2.4l-1.2-6A2 2 0 0 0 16.8 4H7",
  up: "M7 20V10 M7 10H4v10h3 M7 10l4-6c1.7 0 2.5 1.2 2.2 2.8L12.7 10H18a2 2 0 0 1 2 2.4l-1.2 6a2 2 0 0 1-2 1.6H7",
};

/**
 * @param {keyof typeof STROKES} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}
