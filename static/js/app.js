/* Small helps on top of pages that work without them. No framework, no eval, no inline handlers. */
(() => {
  "use strict";
  const $$ = (selector, root = document) =>
    [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  const on = (type, handler) => document.addEventListener(type, handler);
  const trouble = document.getElementById("gangguan");

  /* The error summary takes the focus; its links put it into the field. */
  const focusErrors = (root) => {
    const [summary] = $$("[data-fokus]", root);
    if (summary) summary.focus();
  };
  on("click", (event) => {
    const link = event.target.closest(".ringkasan-galat a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.closest(".bidang") || field).scrollIntoView({ block: "center" });
  });

  /* Upload: the plain input stays, the box around it takes dropped files. */
  const dressUpload = (box) => {
    if (box.dataset.siap) return;
    box.dataset.siap = "1";
    const input = box.querySelector("input[type=file]");
    const name = box.querySelector("[data-unggah-nama]");
    box.querySelector("[data-unggah-ajakan]").hidden = false;
    const mark = (event, over) => {
      event.preventDefault();
      box.classList.toggle("unggah-di-atas", over);
    };
    box.addEventListener("dragover", (event) => mark(event, true));
    box.addEventListener("dragleave", (event) => mark(event, false));
    box.addEventListener("drop", (event) => {
      mark(event, false);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", () => {
      const file = input.files[0];
      const size = file && (file.size / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 });
      name.textContent = file ? `${file.name} (${size} MB)` : "";
    });
  };

  /* Bulk selection: one box for the page, a live count, the bar only while something is chosen. */
  const boxesOf = (form) => [...form.elements].filter((box) => box.matches("tbody input[type=checkbox][name]"));
  const countChosen = (form) => {
    const boxes = boxesOf(form);
    const chosen = boxes.filter((box) => box.checked).length;
    const all = form.querySelector("[data-pilih-semua]");
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    $$("[data-pilih-jumlah]", form).forEach((out) => { out.textContent = chosen.toLocaleString("id-ID"); });
    $$("[data-pilih-bilah]", form).forEach((bar) => { bar.hidden = chosen === 0; });
  };
  on("change", (event) => {
    const form = event.target.form; /* a box may stand outside its form and name it */
    if (!form?.matches("[data-pilih]")) return;
    if (event.target.matches("[data-pilih-semua]")) {
      boxesOf(form).forEach((box) => { box.checked = event.target.checked; });
    }
    countChosen(form);
  });

  const dress = (root) => {
    $$("[data-unggah]", root).forEach(dressUpload);
    $$("form[data-pilih]", root).forEach(countChosen);
    $$("[data-salin]", root).forEach((button) => { button.hidden = !navigator.clipboard; });
    focusErrors(root);
  };

  /* Copy, with the answer in the button itself. */
  on("click", async (event) => {
    const button = event.target.closest("[data-salin]");
    if (!button) return;
    const words = button.innerHTML;
    const source = button.dataset.salin ? document.querySelector(button.dataset.salin) : button.previousElementSibling;
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = "Tersalin";
    setTimeout(() => { button.innerHTML = words; }, 2000);
  });

  /* Leaving a form with unsaved changes asks first; sending it twice does not happen. */
  let dirty = false;
  on("input", (event) => { if (event.target.closest("form[data-jaga]")) dirty = true; });
  on("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (event.submitter?.formTarget === "_blank") return; /* a preview: the form itself stays as it is */
    if (form.dataset.terkirim) return event.preventDefault();
    form.dataset.terkirim = "1";
    dirty = false;
    setTimeout(() => { delete form.dataset.terkirim; }, 3000);
  });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  addEventListener("pageshow", () => { $$("form[data-terkirim]").forEach((form) => { delete form.dataset.terkirim; }); });

  /* Escape and a click elsewhere close what is folded out. */
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    $$("details[data-tutup-luar][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  on("click", (event) => {
    $$("details[data-tutup-luar][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  /* htmx: polling rests while nobody looks, new parts get the same helps. */
  on("htmx:beforeRequest", (event) => {
    if (document.hidden && event.target.matches("[data-kemajuan]")) event.preventDefault();
  });
  on("htmx:load", (event) => dress(event.detail.elt));

  /* Two minutes before the idle limit a dialog offers to stay. */
  const dialog = document.getElementById("sesi");
  if (dialog) {
    let timer;
    const arm = () => {
      clearTimeout(timer);
      timer = setTimeout(() => dialog.showModal(), Math.max(Number(dialog.dataset.detik) - 120, 30) * 1000);
    };
    arm();
    on("htmx:afterRequest", arm);
    dialog.querySelector("[data-sesi-lanjut]").addEventListener("click", async () => {
      const answer = await fetch("/", { credentials: "same-origin", redirect: "manual" }).catch(() => null);
      dialog.close();
      if (answer && answer.ok) arm();
      else if (trouble) trouble.textContent = "Sesi Anda sudah berakhir. Salin isian yang penting, lalu muat ulang halaman untuk masuk lagi.";
    });
  }

  if (matchMedia("(max-width: 1099px)").matches) $$("[data-lipat-ponsel]").forEach((box) => { box.open = false; });
  dress(document);
})();
