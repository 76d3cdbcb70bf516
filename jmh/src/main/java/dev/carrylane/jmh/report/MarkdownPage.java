package dev.carrylane.jmh.report;

import java.util.List;
import java.util.stream.Collectors;

/** The page's words and tables as Markdown, for documents. */
final class MarkdownPage {
  private final StringBuilder out = new StringBuilder();

  private MarkdownPage() {}

  static String of(Page page) {
    MarkdownPage markdown = new MarkdownPage();
    markdown.out.append("# ").append(escape(page.title())).append("\n");
    page.head().forEach(markdown::block);
    for (Part part : page.parts()) {
      markdown.out.append("\n## ").append(escape(part.title())).append("\n");
      part.blocks().forEach(markdown::block);
    }
    return markdown.out.toString();
  }

  /** Pieces of a page, with an empty line before each. */
  static String of(List<Block> blocks) {
    MarkdownPage markdown = new MarkdownPage();
    blocks.forEach(markdown::block);
    return markdown.out.toString();
  }

  private void block(Block block) {
    switch (block) {
      case Block.Text text -> out.append('\n').append(sentence(text)).append('\n');
      case Block.Warning warning ->
          out.append("\n**")
              .append(escape(warning.title()))
              .append("** ")
              .append(escape(warning.text()))
              .append('\n');
      case Block.Command command ->
          out.append("\n```sh\n").append(command.line().replace("`", "'")).append("\n```\n");
      case Block.Answer answer -> {
        out.append("\n**").append(escape(answer.question())).append("**\n\n");
        answer.answers().forEach(text -> out.append("- ").append(sentence(text)).append('\n'));
      }
      case Block.Charts charts -> {}
      case Block.Table table -> table(table);
    }
  }

  private static String sentence(Block.Text text) {
    String words = text.text().strip();
    if (text.link().isEmpty()) {
      return escape(words);
    }
    return escape(
        words.endsWith(":")
            ? words.substring(0, words.length() - 1) + "."
            : words + " " + text.linked() + ".");
  }

  private void table(Block.Table table) {
    out.append("\n|");
    for (Block.Column column : table.columns()) {
      out.append(' ').append(escape(column.title()));
      out.append(column.small().isEmpty() ? "" : " (" + escape(column.small()) + ")").append(" |");
    }
    out.append("\n|---|").append("---:|".repeat(table.columns().size() - 1)).append('\n');
    for (Block.Line line : table.lines()) {
      out.append(row(line.cells())).append('\n');
    }
  }

  private static String row(List<Cell> cells) {
    return cells.stream().map(MarkdownPage::cell).collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** A figure that noise makes worthless is in italics. */
  private static String cell(Cell cell) {
    String text = escape(cell.text());
    if (cell.grey()) {
      text = "*" + text + "*";
    }
    return cell.small().isEmpty() ? text : text + " (" + escape(cell.small()) + ")";
  }

  /** Characters that mean something wherever they stand; a line stays one. */
  private static String escape(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("([\\\\|`*<\\[\\]])", "\\\\$1");
  }
}
