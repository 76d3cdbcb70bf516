package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A piece of the page. */
sealed interface Block {
  /**
   * A sentence or more.
   *
   * @param text its words
   * @param link where the words at its end lead; empty for nowhere
   * @param linked the words that lead there
   */
  record Text(String text, String link, String linked) implements Block {
    Text(String text) {
      this(text, "", "");
    }
  }

  /**
   * What must be read before anything else.
   *
   * @param title its first words
   * @param text the others
   */
  record Warning(String title, String text) implements Block {}

  /**
   * A command line.
   *
   * @param line the line
   */
  record Command(String line) implements Block {}

  /**
   * An answer to a question.
   *
   * @param question what is asked
   * @param answers sentences
   */
  record Answer(String question, List<Text> answers) implements Block {
    public Answer {
      answers = List.copyOf(answers);
    }
  }

  /**
   * Charts beside one another.
   *
   * @param charts each
   * @param large whether they have the page's width
   */
  record Charts(List<Chart> charts, boolean large) implements Block {
    Charts(List<Chart> charts) {
      this(charts, false);
    }

    public Charts {
      charts = List.copyOf(charts);
    }
  }

  /**
   * A chart.
   *
   * @param caption what there is to see
   * @param drawing writes it under a caption
   */
  record Chart(String caption, BiConsumer<Markup, String> drawing) {
    void write(Markup markup) {
      drawing.accept(markup, caption);
    }
  }

  /**
   * A column of a table.
   *
   * @param title its heading
   * @param small what is written below, smaller; empty for nothing
   */
  record Column(String title, String small) {
    Column(String title) {
      this(title, "");
    }
  }

  /**
   * A line of a table.
   *
   * @param anchor by which others lead to it; empty for none
   * @param cells as many as there are columns
   */
  record Line(String anchor, List<Cell> cells) {
    public Line {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A table.
   *
   * @param columns its columns; the first names its lines
   * @param lines its lines
   */
  record Table(List<Column> columns, List<Line> lines) implements Block {
    public Table {
      columns = List.copyOf(columns);
      lines = List.copyOf(lines);
    }

    /** Whether a column has words, and no figures. */
    boolean hasWords(int column) {
      return lines.stream().allMatch(line -> Double.isNaN(line.cells().get(column).value()));
    }

    /** Without the columns in which nothing is. */
    Table trimmed() {
      List<Integer> kept = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        int column = i;
        if (i == 0 || lines.stream().anyMatch(line -> !line.cells().get(column).isEmpty())) {
          kept.add(i);
        }
      }
      return new Table(
          kept.stream().map(columns::get).toList(),
          lines.stream()
              .map(line -> new Line(line.anchor(), kept.stream().map(line.cells()::get).toList()))
              .toList());
    }
  }
}
