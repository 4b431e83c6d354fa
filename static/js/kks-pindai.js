/* Reads a card's or an invitation's code with the camera, where the browser can; everywhere else the number is typed. */
(() => {
  "use strict";
  const box = document.querySelector("[data-kks-pindai]");
  if (!box || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const video = box.querySelector("video");
  const news = box.querySelector("[data-kks-kabar]");
  const button = box.querySelector("[data-kks-mulai]");
  const field = document.querySelector("[data-kks-cari]");
  let stream = null;
  box.hidden = false;

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
  };
  /* An invitation carries the card's own address; a card carries its number. */
  const found = (text) => {
    const card = /\/kks\/kartu\/(\d+)\//.exec(text);
    const digits = text.replace(/\D/g, "");
    if (!card && digits.length < 4) {
      news.textContent = "Kode ini bukan kode kartu. Coba lagi, atau ketik nomornya.";
      return false;
    }
    stop();
    if (card) location.assign(`/kks/serah/${card[1]}/`);
    else {
      field.value = digits;
      field.form.requestSubmit();
    }
    return true;
  };
  const look = async (detector) => {
    if (!stream) return;
    const codes = await detector.detect(video).catch(() => []);
    if (codes.length && found(codes[0].rawValue)) return;
    setTimeout(look, 250, detector);
  };
  button.addEventListener("click", async () => {
    if (stream) {
      stop();
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      news.textContent = "Arahkan kamera ke kode. Tekan tombol sekali lagi untuk berhenti.";
      look(new window.BarcodeDetector());
    } catch {
      stop();
      news.textContent = "Kamera tidak dapat dibuka. Ketik nama atau angka akhir kartunya.";
    }
  });
  addEventListener("pagehide", stop);
})();
