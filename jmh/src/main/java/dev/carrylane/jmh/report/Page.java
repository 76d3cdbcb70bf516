package dev.carrylane.jmh.report;

import java.util.List;

/**
 * All that is written, as HTML or as Markdown.
 *
 * @param title its heading
 * @param head what stands before the first part
 * @param parts its parts
 */
record Page(String title, List<Block> head, List<Part> parts) {
  Page {
    head = List.copyOf(head);
    parts = List.copyOf(parts);
  }
}
