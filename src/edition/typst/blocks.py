"""What stands in blocks: paragraphs, lists, definitions, quotations, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from docutils import nodes
from sphinx.locale import admonitionlabels

from . import syntax
from .index import IndexTranslator
from .writer import target_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element

NUMBERINGS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


class BlockTranslator(IndexTranslator):
    """Visitors for blocks."""

    def visit_paragraph(self, node: Element) -> None:
        """Begin a paragraph; the first of an item or a cell stands in its line."""
        self.break_paragraph()
        self.mark(node)
        self.add_anchor(node)

    def visit_compound(self, node: Element) -> None:
        """Pass on."""
        self.add_anchor(node)

    visit_legend = visit_compound

    def visit_container(self, node: Element) -> None:
        """Stack what a container lays out side by side on a page of the site."""
        self.call("edition.index" if "index" in node["classes"] else "edition.stacked", node)

    def visit_rubric(self, node: Element) -> None:
        """Print a heading that no list of contents shows."""
        self.call("edition.rubric", node)

    visit_caption = visit_rubric

    def visit_transition(self, node: Element) -> None:
        """Print a sign between paragraphs; before footnotes there is nothing to part."""
        self.add_anchor(node)
        following = node.parent[node.parent.index(node) + 1 :]
        if following and all(isinstance(child, nodes.footnote) for child in following):
            raise nodes.SkipNode
        self.parts.append(syntax.call("edition.transition"))

    def visit_block_quote(self, node: Element) -> None:
        """Print a quotation."""
        self.call("edition.quotation", node)

    def visit_attribution(self, node: Element) -> None:
        """Print who is quoted."""
        self.call("edition.attribution", node)

    def visit_literal_block(self, node: Element) -> None:
        """Print code as it is."""
        self.mark(node)
        self.add_anchor(node)
        self.parts.append(syntax.call("edition.code", syntax.string(node.astext())))
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def visit_figure(self, node: Element) -> None:
        """Keep a picture and its caption together."""
        self.call("edition.figure", node)

    # lists

    def visit_bullet_list(self, node: Element) -> None:
        """Print a list; the works cited and an index have forms of their own."""
        if "index" in node["classes"]:
            self.print_entries(node)
        items = self._items(node)
        self.mark(node)
        self.add_anchor(node)
        if "works" in node["classes"]:
            self.parts.append(syntax.call("edition.works", *items))
        else:
            self.parts.append(syntax.call("list", *items))
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: Element) -> None:
        """Print a numbered list."""
        items = self._items(node)
        number = NUMBERINGS[node.get("enumtype", "arabic")]
        pattern = f"{node.get('prefix', '')}{number}{node.get('suffix', '.')}"
        options = {"numbering": syntax.string(pattern), "start": str(node.get("start", 1))}
        self.add_anchor(node)
        self.parts.append(syntax.call("enum", *items, **options))
        raise nodes.SkipNode

    def _items(self, node: Element) -> list[str]:
        items = [item for item in node if isinstance(item, nodes.list_item)]
        return [self.content(*item.children, of=item) for item in items]

    def visit_citation(self, node: Element) -> None:
        """Print a work cited, behind its label."""
        label, *rest = node.children
        body = self.content(*rest, of=node)
        head = syntax.text(f"[{label.astext()}] ")
        self.parts.append(syntax.call("edition.works", syntax.content([head, f"#{body};"])))
        raise nodes.SkipNode

    def visit_glossary(self, node: Element) -> None:
        """Pass on: the list within knows by its class that it is a glossary."""
        self.add_anchor(node)

    def visit_definition_list(self, node: Element) -> None:
        """Pass on to the items; the words of a chapter stand side by side."""
        if "words" in node["classes"]:
            self.call("edition.words", node)
        self.add_anchor(node)

    def visit_definition_list_item(self, node: Element) -> None:
        """Print terms and their definition."""
        terms = [child for child in node if not isinstance(child, nodes.definition)]
        definitions = [child for child in node if isinstance(child, nodes.definition)]
        if "glossary" in node.parent["classes"]:
            words = ", ".join(term.astext() for term in node.findall(nodes.term))
            options = {"term": syntax.string(words)}
            self._pair("edition.glossary-entry", node, terms, definitions, **options)
        if "words" in node.parent["classes"]:
            label = self.labels[target_of(next(node.findall(nodes.reference)), self.docname)]
            self._pair("edition.word", node, terms, definitions, to=syntax.label(label))
        if "timeline" in node.parent["classes"]:
            date, *title = terms[0].children
            options = {"date": syntax.string(date.astext().strip())}
            self._pair("edition.event", node, title, definitions, **options)
        self._pair("edition.entry", node, terms, definitions)

    def visit_term(self, node: Element) -> None:
        """Begin a term, in a line of its own."""
        if self.parts:
            self.parts.append("#linebreak();")
        self.add_anchor(node)

    def visit_classifier(self, node: Element) -> None:
        """Print what a term is, behind it."""
        self.parts.append(syntax.text(" : "))

    def visit_definition(self, node: Element) -> None:
        """Pass on."""
        self.add_anchor(node)

    visit_field_body = visit_definition

    def visit_field_list(self, node: Element) -> None:
        """Pass on to the fields."""
        self.add_anchor(node)

    def visit_field(self, node: Element) -> None:
        """Print a field's name and body."""
        self._pair("edition.entry", node, node.children[:1], node.children[1:])

    def visit_field_name(self, node: Element) -> None:
        """Pass on."""
        self.add_anchor(node)

    def _pair(
        self,
        function: str,
        node: Element,
        heads: Sequence[nodes.Node],
        bodies: Sequence[nodes.Node],
        **options: str,
    ) -> NoReturn:
        head = self.content(*heads, of=node)
        self.mark(node)
        self.parts.append(syntax.call(function, head, self.content(*bodies), **options))
        raise nodes.SkipNode

    def visit_line_block(self, node: Element) -> None:
        """Print lines; a block within a block is indented."""
        self.call("edition.verse", node)

    def visit_line(self, node: Element) -> None:
        """Print a line."""
        if self.parts:
            self.parts.append("#linebreak();")
        self.add_anchor(node)

    # boxes

    def visit_admonition(self, node: Element) -> None:
        """Print a box, headed by its title or the name of its kind."""
        name = admonitionlabels.get(node.tagname)
        self.call("edition.aside", node, label=syntax.value(str(name) if name else None))

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_admonition
    visit_important = visit_note = visit_seealso = visit_tip = visit_warning = visit_admonition
    visit_topic = visit_sidebar = visit_admonition

    # tables

    def visit_table(self, node: Element) -> None:
        """Print a table with its title above."""
        group = next(node.findall(nodes.tgroup))
        shares = [spec.get("colwidth", 1) for spec in group.findall(nodes.colspec)]
        # Equal shares are what a table gets that gives none.
        widths = [f"{share}fr" if len(set(shares)) > 1 else "auto" for share in shares]
        head = [self._cell(entry) for part in group.findall(nodes.thead) for entry in _cells(part)]
        body = [self._cell(entry) for part in group.findall(nodes.tbody) for entry in _cells(part)]
        titles = [child for child in node if isinstance(child, nodes.title)]
        self.mark(node)
        self.parts.append(
            syntax.call(
                "edition.plain-table",
                *body,
                title=self.content(*titles, of=node),
                columns=syntax.array(widths),
                head=syntax.array(head),
            )
        )
        raise nodes.SkipNode

    def _cell(self, entry: Element) -> str:
        spans = {"colspan": str(entry.get("morecols", 0) + 1)}
        spans["rowspan"] = str(entry.get("morerows", 0) + 1)
        body = self.content(*entry.children, of=entry)
        return syntax.apply("table.cell", body, **spans)

    # what is not printed

    def visit_raw(self, node: Element) -> None:
        """Leave out what is written for another output, and what others have told."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_system_message = visit_raw
    visit_index = visit_meta = visit_tabular_col_spec = visit_highlightlang = visit_raw


def _cells(part: Element) -> list[Element]:
    return [
        entry for row in part.findall(nodes.row) for entry in row if isinstance(entry, nodes.entry)
    ]
