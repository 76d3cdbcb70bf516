package dev.carrylane.jmh.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Words that several parts of the page need. */
final class Words {
  private Words() {}

  /** A round share, as a percentage without needless digits. */
  static String percent(double share) {
    return new BigDecimal(share * 100)
            .setScale(2, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
