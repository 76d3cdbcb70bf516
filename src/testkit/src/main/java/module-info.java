/** What the tests of all modules share. */
module dev.carrylane.testkit {
  requires transitive org.junit.jupiter.api;
  requires jdk.management;

  exports dev.carrylane.testkit;
}
