/** The laws that every kernel and model obeys, as properties; run from the class path. */
open module dev.carrylane.properties {
  requires dev.carrylane.training;
  requires dev.carrylane.testkit;
  requires java.compiler;
  requires net.jqwik.api;
  requires org.junit.jupiter.api;
  requires org.junit.jupiter.params;
}
