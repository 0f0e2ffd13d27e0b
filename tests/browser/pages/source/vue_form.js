import { createApp, reactive, ref, watch } from "vue";
import { render } from "./vue_form.html";

const CITIES = { 京都府: ["京都市", "宇治市"], 大阪府: ["大阪市", "堺市"] };

createApp({
  setup() {
    const form = reactive({ name: "", kana: "", amount: "", date: "", memo: "", prefecture: "", city: "", consent: false, sex: "" });
    const cities = ref([]);
    watch(() => form.prefecture, chosen => {
      form.city = "";
      cities.value = [];
      setTimeout(() => { cities.value = CITIES[chosen] || []; }, 150);
    });
    watch(() => form.kana, kana => { form.kana = kana.normalize("NFKC"); });
    const digits = () => { form.amount = form.amount.replace(/[^0-9]/g, ""); };
    const group = () => { form.amount = Number(form.amount || 0).toLocaleString("en"); };
    return { form, cities, prefectures: Object.keys(CITIES), digits, group };
  },
  render,
}).mount("#root");
