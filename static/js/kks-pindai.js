/* Reads an invitation's or a card's code with the camera. Where the browser has no reader of its own, jsQR reads QR codes;
   where there is no camera, the number is typed. */
(() => {
  "use strict";
  const box = document.querySelector("[data-kks-pindai]");
  if (!box || !navigator.mediaDevices?.getUserMedia) return;
  const video = box.querySelector("video");
  const news = box.querySelector("[data-kks-kabar]");
  const button = box.querySelector("[data-kks-mulai]");
  const field = document.querySelector("[data-kks-cari]");
  const label = button.querySelector("span");
  const WIDEST = 640; /* pixels that are looked at: enough for a code, and fast on an old phone */
  let stream = null;
  box.hidden = false;

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    label.textContent = "Pindai dengan kamera";
  };
  /* An invitation carries the card's own address; a card carries its number. */
  const found = (text) => {
    const card = /\/kks\/kartu\/(\d+)\//.exec(text);
    const digits = text.replace(/\D/g, "");
    if (!card && digits.length !== 16) {
      news.textContent = "Kode ini bukan kode undangan atau kartu. Coba lagi, atau ketik nomornya.";
      return false;
    }
    stop();
    news.textContent = "Kode terbaca.";
    if (card) location.assign(`/kks/serah/${card[1]}/`);
    else {
      field.value = digits;
      field.form.requestSubmit();
    }
    return true;
  };
  const script = (url) => new Promise((ready, failed) => {
    const tag = document.createElement("script");
    Object.assign(tag, { src: url, onload: ready, onerror: failed });
    document.head.append(tag);
  });
  /* A function that gives the code in the picture, or "". */
  const reader = async () => {
    if ("BarcodeDetector" in window) {
      const detector = new window.BarcodeDetector();
      return async () => (await detector.detect(video))[0]?.rawValue || "";
    }
    if (!window.jsQR) await script(box.dataset.kksPindai);
    const canvas = document.createElement("canvas");
    const ink = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      if (!video.videoWidth) return "";
      canvas.width = Math.min(WIDEST, video.videoWidth);
      canvas.height = Math.round(canvas.width * video.videoHeight / video.videoWidth);
      ink.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data } = ink.getImageData(0, 0, canvas.width, canvas.height);
      return window.jsQR(data, canvas.width, canvas.height)?.data || "";
    };
  };
  const look = async (read) => {
    if (!stream) return;
    const text = await read().catch(() => "");
    if (stream && text && found(text)) return;
    setTimeout(look, 250, read);
  };
  button.addEventListener("click", async () => {
    if (stream) {
      stop();
      news.textContent = "Kamera ditutup.";
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      const read = await reader();
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      label.textContent = "Tutup kamera";
      news.textContent = "Arahkan kamera ke kode QR pada undangan.";
      look(read);
    } catch (error) {
      stop();
      news.textContent = error.name === "NotAllowedError"
        ? "Kamera tidak diizinkan. Izinkan kamera pada peramban, atau ketik nama atau angka akhir kartunya."
        : "Kamera tidak dapat dibuka. Ketik nama atau angka akhir kartunya.";
    }
  });
  addEventListener("pagehide", stop);
})();
