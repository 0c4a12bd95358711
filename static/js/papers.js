/* Makes photos smaller on the phone before they are sent: it costs less data, and the place where
   one was taken never leaves the phone. What this phone cannot open is left to the server. */
(() => {
  "use strict";

  const field = document.querySelector("input[name=papers]");
  if (!field || !window.createImageBitmap || !window.DataTransfer) return;
  const LONG_SIDE = 2200; // pixels: an A4 page stays readable
  const QUALITY = 0.82;

  const smaller = async (file) => {
    if (!file.type.startsWith("image/")) return file;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const paint = canvas.getContext("2d");
      paint.fillStyle = "white";
      paint.fillRect(0, 0, canvas.width, canvas.height);
      paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      return made ? new File([made], "photo.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  };

  field.addEventListener("change", async () => {
    const chosen = [...field.files];
    const made = await Promise.all(chosen.map(smaller));
    const same = field.files.length === chosen.length && chosen.every((file, at) => field.files[at] === file);
    if (!same) return; // others were chosen meanwhile
    const bag = new DataTransfer();
    made.forEach((file) => bag.items.add(file));
    field.files = bag.files;
  });
})();
