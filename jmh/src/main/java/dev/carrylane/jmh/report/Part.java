package dev.carrylane.jmh.report;

import java.util.List;

/**
 * A part of the page under a heading.
 *
 * @param id a word that names it in links
 * @param title its heading
 * @param blocks what is in it
 */
record Part(String id, String title, List<Block> blocks) {
  Part {
    blocks = List.copyOf(blocks);
  }
}
