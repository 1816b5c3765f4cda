/** The point of an image that cuttings keep: set by a click on the picture or by two sliders, shown at once. */

const within = (value) => Math.min(1, Math.max(0, value));

/** As `cut` on the server: the share of what is cut away that lies before the picture, for object-position. */
function position(focus, whole, part) {
  return whole > part ? within((whole * focus - part / 2) / (whole - part)) : 0.5;
}

class FocalPoint {
  constructor(place) {
    this.sides = [Number(place.dataset.width), Number(place.dataset.height)];
    this.picture = place.querySelector("[data-focal-picture]");
    this.whole = this.picture.querySelector("img").src;
    this.mark = place.querySelector("[data-focal-mark]");
    this.sliders = [place.querySelector("[data-focus='x']"), place.querySelector("[data-focus='y']")];
    this.cuttings = [...place.querySelectorAll("[data-cutting]")];
    if (this.sliders.some((slider) => !slider)) return;
    this.mark.hidden = false;
    for (const slider of this.sliders) slider.addEventListener("input", () => this.show());
    this.picture.addEventListener("click", (event) => this.take(event));
    this.place();
  }

  take(event) {
    const box = this.picture.getBoundingClientRect();
    this.sliders[0].value = within((event.clientX - box.left) / box.width);
    this.sliders[1].value = within((event.clientY - box.top) / box.height);
    this.show();
  }

  /** Put the mark where the sliders are, and return that point. */
  place() {
    const focus = this.sliders.map((slider) => Number(slider.value));
    this.mark.style.left = `${100 * focus[0]}%`;
    this.mark.style.top = `${100 * focus[1]}%`;
    return focus;
  }

  show() {
    const focus = this.place();
    for (const image of this.cuttings) this.aim(image, focus);
  }

  /** Show the whole picture through a window of the shape, as it would be cut. */
  aim(image, focus) {
    if (image.src !== this.whole) image.src = this.whole;
    const ratio = Number(image.getAttribute("width")) / Number(image.getAttribute("height"));
    const [width, height] = this.sides;
    const parts = [Math.min(width, height * ratio), Math.min(height, width / ratio)];
    const shares = parts.map((part, axis) => `${100 * position(focus[axis], this.sides[axis], part)}%`);
    image.style.objectPosition = shares.join(" ");
  }
}

export function startFocalPoints() {
  for (const place of document.querySelectorAll("[data-focal-point]")) new FocalPoint(place);
}
