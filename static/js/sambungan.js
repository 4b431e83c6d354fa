/* The way to the server: what fails says so in words, and nothing that was typed is lost to a browser's error page. */
(() => {
  "use strict";
  const on = (type, handler) => document.addEventListener(type, handler);
  const trouble = document.getElementById("gangguan");
  const notice = document.querySelector("#luring > p");
  const say = (words) => { trouble.textContent = words; };

  const show = () => {
    notice.hidden = navigator.onLine;
    if (navigator.onLine) say("");
  };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();

  /* Without a signal a form or a link would end on the browser's own error page, and with it what was typed. */
  const stay = (event, words) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    say(words);
  };
  document.addEventListener("submit", (event) => {
    if (!navigator.onLine) stay(event, "Belum terkirim: tidak ada sinyal. Isian Anda tetap di sini. Tekan tombolnya lagi setelah tersambung.");
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const leaves = link && !link.getAttribute("href").startsWith("#") && link.origin === location.origin;
    if (leaves && !navigator.onLine) stay(event, "Halaman itu belum dapat dibuka: tidak ada sinyal. Halaman ini tetap terbuka.");
  }, true);

  on("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 403) say("Tidak diizinkan, atau sesi Anda sudah berakhir. Muat ulang halaman untuk masuk lagi.");
    else if (status === 404) say("Data ini tidak ada lagi. Muat ulang halaman.");
    else say(`Permintaan tidak berhasil (kode ${status}). Muat ulang halaman, periksa keadaannya, lalu coba lagi.`);
  });
  on("htmx:sendError", () => say("Tidak ada sambungan ke server. Periksa jaringan, lalu coba lagi."));
  on("htmx:timeout", () => say("Server belum menjawab dalam 30 detik. Periksa jaringan, muat ulang halaman, lalu coba lagi."));
  on("htmx:afterSwap", () => say(""));
})();
