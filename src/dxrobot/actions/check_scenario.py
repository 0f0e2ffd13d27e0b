"""Checking one scenario against the actions, the robots and parts it calls and the templates it reads with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dxrobot.actions.check import Findings, check_action, check_condition, check_expressions
from dxrobot.actions.check_calls import Callees, note_untyped
from dxrobot.actions.check_scope import NOTHING_KNOWN, CheckScope, Names, Shape
from dxrobot.actions.registry import scenario_actions
from dxrobot.actions.salvage import UNREAD, AnyName, inside_scenario_gap
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.library import Library, Loaded
from dxrobot.scenario import expression
from dxrobot.scenario.model import (
    TODAY,
    AnyStep,
    ForEach,
    If,
    InputType,
    Loc,
    RobotCall,
    Scenario,
    Step,
    Try,
    Use,
    walk,
)
from dxrobot.table_row import folded

# What an expression may use of a form beside its fields.
_FORM_ATTRIBUTES = frozenset({"key", "template"})
_READS_FORMS = ("read_forms", "settle_reviews")


class _Checker:
    def __init__(self, loaded: Loaded[Scenario], library: Library) -> None:
        self.findings = Findings(str(loaded.path), loaded.data)
        self._scenario = loaded.model
        self._library = library
        self._form_fields = self._fields_of_templates()
        self._callees = Callees(self.findings, loaded.model, library)
        self._batches = 0
        self.keyless_commits = 0
        """Entries that need a key and stand where none is given."""

    def _fields_of_templates(self) -> Names:
        fields: set[str] = set()
        all_read = True
        for index, name in enumerate(self._scenario.ocr_templates):
            try:
                fields |= {field.name for field in self._library.template(name).model.fields}
            except DefinitionError:
                all_read = False  # its own check reports what is wrong in it
            except InputError:
                all_read = False
                self.findings.unknown(("ocr_templates", index), _("帳票定義"), name, self._library.template_names())
        # Of a form that may be another one's nothing is known.
        return frozenset(fields) | _FORM_ATTRIBUTES if fields and all_read else frozenset()

    def whole(self, *, in_item: bool = False, may_commit: bool = False) -> CheckScope:
        """Check every step, as one standing at the top or at the place of its use; what is known after the last one."""
        for name, given in self._scenario.inputs.items():
            note_untyped(self.findings, ("inputs", name, "default"), given, given.default)
        inputs = {name: self._input(given.type) for name, given in self._scenario.inputs.items()}
        unread = isinstance(self._scenario.inputs, AnyName)
        scope = CheckScope({TODAY: NOTHING_KNOWN, **inputs}, in_item, may_commit, open=unread)
        scope = self._steps(("steps",), self._scenario.steps, scope)
        self._kinds()
        for name, output in self._scenario.outputs.items():
            self._values(("outputs", name, "value"), output.value, scope)
        return scope

    def _kinds(self) -> None:
        """Minutes by kind need something that tells the kind of an item, here or in a part."""
        steps = tuple(walk(self._scenario.steps))
        if any(isinstance(step, Use) or _is_gap(step) or (isinstance(step, ForEach) and step.kind) for step in steps):
            return
        for index, baseline in enumerate(self._scenario.baseline):
            if baseline.kinds:
                self.findings.add(
                    ("baseline", index, "kinds"),
                    _("件の種類が分かりません。for_each に kind: を書いてください。例: {example}").format(
                        example="{{ row.kind }}"
                    ),
                )

    def _input(self, kind: InputType) -> Shape:
        if kind is InputType.ITEM:
            return Shape(attributes=self._form_fields or None)
        return Shape(entries=self._form_fields or None) if kind is InputType.LIST else NOTHING_KNOWN

    def _steps(self, loc: Loc, steps: tuple[AnyStep, ...], scope: CheckScope) -> CheckScope:
        for index, step in enumerate(steps):
            scope = self._step((*loc, index), step, scope)
        return scope

    def _step(self, loc: Loc, step: AnyStep, scope: CheckScope) -> CheckScope:
        if isinstance(step, Step):
            return self._gap(loc, step, scope) if _is_gap(step) else self._action(loc, step, scope)
        if isinstance(step, RobotCall):
            return self._robot_call(loc, step, scope)
        if isinstance(step, Use):
            return self._use(loc, step, scope)
        if isinstance(step, If):
            check_condition(self.findings, (*loc, "if"), step.if_, scope.known(step.if_), scope.one)
            self._attributes((*loc, "if"), step.if_, scope)
            then = self._steps((*loc, "then"), step.then, scope)
            return then.joined(self._steps((*loc, "else"), step.else_, scope))
        if isinstance(step, Try):
            return self._try(loc, step, scope)
        self._for_each(loc, step, scope)
        return scope

    def _gap(self, loc: Loc, step: Step, scope: CheckScope) -> CheckScope:
        """Check what stands inside a step that could not be read, which may have named or begun anything."""
        unknown = replace(scope, open=True)
        inner = replace(unknown, in_item=True, may_commit=True)
        for key, steps in inside_scenario_gap(step):
            self._steps((*loc, *key), steps, inner)
        return unknown

    def _try(self, loc: Loc, step: Try, scope: CheckScope) -> CheckScope:
        tried = self._steps((*loc, "try"), step.try_, scope)
        failed = scope.named("error", Shape(frozenset({"kind", "message"})))
        for kind in ("business", "system"):
            met = self._steps((*loc, "on_error", kind), getattr(step.on_error, kind) or (), failed)
            tried = tried.joined(replace(met, shapes={k: v for k, v in met.shapes.items() if k != "error"}))
        return tried

    def _for_each(self, loc: Loc, step: ForEach, scope: CheckScope) -> None:
        self._values((*loc, "for_each"), step.for_each, scope)
        if not isinstance(step.for_each, list) and not expression.is_whole_expression(step.for_each):
            example = "{{ rows }}"
            self.findings.add((*loc, "for_each"), _("一覧の式を書いてください。例: {example}").format(example=example))
        listed = scope.shape_of(expression.variable_named_by(step.for_each))
        entries = listed.entries
        if step.key and not scope.in_item:
            self._batch(loc)
        inner = replace(
            scope.named(step.as_, Shape(attributes=entries, headings=listed.headings)),
            one=step.as_,
            in_item=scope.in_item or bool(step.key),
            may_commit=bool(step.key) and (scope.may_commit or not scope.in_item),
        )
        self._values((*loc, "key"), step.key, inner)
        self._key((*loc, "key"), step, set(scope.shapes), is_record=entries is not None)
        self._values((*loc, "kind"), step.kind, inner)
        if step.kind and (scope.in_item or not step.key):
            self.findings.add((*loc, "kind"), _("kind は、件の key と一緒にだけ書けます。"))
        self._steps((*loc, "steps"), step.steps, inner)

    def _key(self, loc: Loc, step: ForEach, known: set[str], *, is_record: bool) -> None:
        """Note a key that would be the same for every item, or change with the place of a row in its file."""
        used = expression.variables_of(step.key)
        if step.key and step.as_ not in used and not used - known:
            example = "{{ form.key }}"
            self.findings.add(loc, _("件ごとに違う番号になる式を書いてください。例: {example}").format(example=example))
        elif is_record and expression.uses_whole(step.key, step.as_):
            message = _("行や帳票の全体は番号になりません。項目を書いてください。例: {example}")
            self.findings.add(loc, message.format(example=f"{{{{ {step.as_}.number }}}}"))

    def _batch(self, loc: Loc) -> None:
        self._batches += 1
        if self._batches > 1:
            # The items of a run are counted once: each of them saves its minutes once.
            self.findings.add((*loc, "for_each"), _("key のある for_each は1つのシナリオに1つだけ置けます。"))

    def _action(self, loc: Loc, step: Step, scope: CheckScope) -> CheckScope:
        here = (*loc, step.action)
        self._values(here, step.arguments, scope)
        action = check_action(self.findings, loc, step.action, step.arguments, scenario_actions())
        if action is None:  # a misspelt one may well have read the forms that the steps after it use
            return scope.named(step.as_, Shape(entries=self._form_fields or None)) if step.as_ else scope
        if step.action == "stop_item" and not (scope.in_item or self._scenario.part):
            self.findings.add(here, _("stop_item は、key のある for_each の中だけに書けます。"))
        if action.condition and isinstance(arguments := action.arguments(step.arguments), Mapping):
            place = (*here, action.condition) if isinstance(step.arguments, Mapping) else here
            written = arguments.get(action.condition)
            check_condition(self.findings, place, written, scope.known(written), scope.one)
        if isinstance(step.arguments, Mapping):
            self._declared_templates((*here, "templates"), step.arguments.get("templates"))
            if action.names_its_values:
                for name, value in step.arguments.items():
                    scope = scope.named(str(name), scope.shape_of(expression.variable_named_by(value)))
        return scope.named(step.as_, self._made_by(step, scope)) if step.as_ else scope

    def _made_by(self, step: Step, scope: CheckScope) -> Shape:
        """What is known of the value that an action makes."""
        arguments = step.arguments if isinstance(step.arguments, Mapping) else {}
        if step.action in _READS_FORMS:
            return Shape(entries=self._form_fields or None)
        columns = arguments.get("columns")
        if step.action == "read_rows" and isinstance(columns, Mapping):
            written = any(map(expression.has_expression, columns.values()))  # then only a run knows the headings
            names, headings = frozenset(map(str, columns)), frozenset(map(str, columns.values()))
            return NOTHING_KNOWN if written else Shape(entries=names, headings=headings)
        cells = arguments.get("cells")
        if step.action == "read_cells" and isinstance(cells, Mapping):
            return Shape(attributes=frozenset(map(str, cells)))
        return NOTHING_KNOWN

    def _declared_templates(self, loc: Loc, names: Any) -> None:
        """Only what the scenario declares is covered by the hash that people approve."""
        for index, name in enumerate(names if isinstance(names, list) else ()):
            if name not in self._scenario.ocr_templates and not expression.has_expression(name):
                what = _("このシナリオの一覧(ocr_templates)")
                self.findings.unknown((*loc, index), what, str(name), self._scenario.ocr_templates)

    def _robot_call(self, loc: Loc, step: RobotCall, scope: CheckScope) -> CheckScope:
        self._values((*loc, "with"), step.with_, scope)
        operation = self._callees.operation(loc, step)
        if operation is not None and operation.commits and not scope.may_commit:
            self.keyless_commits += 1
            self.findings.add((*loc, "robot"), _("登録する操作は、key のある for_each の中に置いてください。"))
        names = AnyName() if operation is None else operation.returns
        returned = NOTHING_KNOWN if isinstance(names, AnyName) else Shape(frozenset(names))
        return scope.named(step.as_, returned) if step.as_ else scope

    def _use(self, loc: Loc, step: Use, scope: CheckScope) -> CheckScope:
        self._values((*loc, "with"), step.with_, scope)
        part = self._callees.part(loc, step)
        shape = NOTHING_KNOWN
        if part is not None:
            batches = [inner for inner in walk(part.model.steps) if isinstance(inner, ForEach) and inner.key]
            if batches and not scope.in_item:
                self._batch(loc)
            shape = self._inside(loc, part, scope)
        return scope.named(step.as_, shape) if step.as_ else scope

    def _inside(self, loc: Loc, part: Loaded[Scenario], scope: CheckScope) -> Shape:
        """What is known of what ``part`` hands back; its mistakes stand in its own file, but for where it is used."""
        checker = _Checker(part, self._library)
        known = checker.whole(in_item=scope.in_item, may_commit=scope.may_commit)
        if checker.keyless_commits:
            self.keyless_commits += 1
            message = _("登録する部品「{title}」は、key のある for_each の中に置いてください。")
            self.findings.add((*loc, "use"), message.format(title=part.model.title))
        outputs = part.model.outputs
        inner = {name: known.shape_of(expression.variable_named_by(output.value)) for name, output in outputs.items()}
        return Shape(frozenset(outputs), inner=inner)

    def _values(self, loc: Loc, value: Any, scope: CheckScope) -> None:
        check_expressions(self.findings, loc, value, scope.known(value), scope.one)
        self._attributes(loc, value, scope)

    def _attributes(self, loc: Loc, value: Any, scope: CheckScope) -> None:
        """Note attributes that the variables are known not to have."""
        if isinstance(value, Mapping):
            for key, inner in value.items():
                self._attributes((*loc, key), inner, scope)
        elif isinstance(value, list | tuple):
            for index, inner in enumerate(value):
                self._attributes((*loc, index), inner, scope)
        else:
            for variable in sorted(expression.variables_of(value)):
                self._attributes_of(loc, value, variable, scope.shape_of(variable))

    def _attributes_of(self, loc: Loc, value: Any, variable: str, shape: Shape) -> None:
        known, headings = shape.attributes, shape.headings
        if known is None:
            return
        spelt = {folded(heading) for heading in headings or ()}
        for name in sorted(expression.attributes_of(value, variable) - known):
            # A column may be called by its heading as well, and which columns a part is handed is not known here.
            if name.isascii() if headings is None else folded(name) not in spelt:
                what = _("「{variable}」の項目").format(variable=variable)
                self.findings.unknown(loc, what, name, known | (headings or frozenset()))


def _is_gap(step: AnyStep) -> bool:
    return isinstance(step, Step) and step.action == UNREAD


def check_scenario(loaded: Loaded[Scenario], library: Library) -> list[Problem]:
    """Every mistake in what a scenario names; those of its parts stand in their own files."""
    scenario = loaded.model
    checker = _Checker(loaded, library)
    if loaded.path.stem != scenario.scenario:
        message = _('ファイル名と同じ名前 "{stem}" にしてください。').format(stem=loaded.path.stem)
        checker.findings.add(("scenario",), message)
    # Whether a part commits inside an item is asked where it is used.
    checker.whole(may_commit=scenario.part)
    return checker.findings.in_order()
