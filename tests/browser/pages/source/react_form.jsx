import React, { useState } from "react";
import { createRoot } from "react-dom/client";

const CITIES = { 京都府: ["京都市", "宇治市"], 大阪府: ["大阪市", "堺市"] };
const START = { name: "", kana: "", amount: "", date: "", memo: "", prefecture: "", city: "", consent: false, sex: "" };

function Form() {
  const [form, setForm] = useState(START);
  const [cities, setCities] = useState([]);
  const set = (name, value) => setForm(before => ({ ...before, [name]: value }));
  const bind = name => ({ value: form[name], onChange: event => set(name, event.target.value) });
  const choosePrefecture = event => {
    const chosen = event.target.value;
    setForm(before => ({ ...before, prefecture: chosen, city: "" }));
    setCities([]);
    setTimeout(() => setCities(CITIES[chosen] || []), 150);
  };
  return <form onSubmit={event => event.preventDefault()}>
    <label>氏名 <input {...bind("name")} /></label>
    <label>フリガナ <input value={form.kana} onChange={event => set("kana", event.target.value.normalize("NFKC"))} /></label>
    <label>金額 <input value={form.amount} onChange={event => set("amount", event.target.value.replace(/[^0-9]/g, ""))}
      onBlur={() => set("amount", Number(form.amount || 0).toLocaleString("en"))} /></label>
    <label>日付 <input type="date" {...bind("date")} /></label>
    <label>備考 <textarea {...bind("memo")} /></label>
    <label>都道府県 <select value={form.prefecture} onChange={choosePrefecture}>
      <option value="">選択</option>{Object.keys(CITIES).map(name => <option key={name}>{name}</option>)}</select></label>
    <label>市区町村 <select key={form.prefecture} {...bind("city")}>
      <option value="">選択</option>{cities.map(name => <option key={name}>{name}</option>)}</select></label>
    <label><input type="checkbox" checked={form.consent} onChange={event => set("consent", event.target.checked)} />同意する</label>
    <fieldset><legend>性別</legend>{["男", "女"].map(name =>
      <label key={name}><input type="radio" name="sex" checked={form.sex === name} onChange={() => set("sex", name)} />{name}</label>)}
    </fieldset>
    <output id="state">{JSON.stringify(form)}</output>
  </form>;
}

createRoot(document.getElementById("root")).render(<Form />);
