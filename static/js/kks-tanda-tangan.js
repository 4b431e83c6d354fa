/* A signature drawn with finger or pen; its picture goes along in a hidden field. Shown only where it is the proof. */
(() => {
  "use strict";
  const pad = document.querySelector("[data-tanda-tangan]");
  const field = document.querySelector("[data-tanda-tangan-isi]");
  const choices = document.querySelectorAll("input[name=proof]");
  if (!pad || !field) return;
  const canvas = pad.querySelector("canvas");
  const ink = canvas.getContext("2d");
  const photo = document.querySelector("input[name=photo]")?.closest(".bidang");
  const mandate = document.querySelector("input[name=mandate]")?.closest(".bidang");
  let drawing = false;

  const show = () => {
    const proof = document.querySelector("input[name=proof]:checked")?.value;
    pad.hidden = proof !== "tanda_tangan";
    if (photo) photo.hidden = !pad.hidden;
    if (mandate) mandate.hidden = document.querySelector("input[name=receiver]:checked")?.value !== "kuasa";
  };
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  Object.assign(ink, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    ink.beginPath();
    ink.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    ink.lineTo(...place(event));
    ink.stroke();
  });
  ["pointerup", "pointercancel"].forEach((type) => canvas.addEventListener(type, () => {
    if (!drawing) return;
    drawing = false;
    field.value = canvas.toDataURL("image/png");
  }));
  pad.querySelector("[data-tanda-tangan-hapus]").addEventListener("click", () => {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    field.value = "";
  });
  choices.forEach((choice) => choice.addEventListener("change", show));
  document.querySelectorAll("input[name=receiver]").forEach((one) => one.addEventListener("change", show));
  show();
})();
