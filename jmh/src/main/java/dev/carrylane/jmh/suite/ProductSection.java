package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.ProductShape;
import java.util.List;
import java.util.Map;

/** Products of matrices, and of a matrix and a vector. */
final class ProductSection {
  private static final String SHAPE = "shape";
  private static final String THREADS = "threads";
  private static final Map<String, String> MODELS =
      Map.ofEntries(
          Map.entry("60x750x150", "a level of the music model, 60 frames"),
          Map.entry("256x750x150", "a level of the music model, 256 frames"),
          Map.entry("256x150x150", "its cell, 256 frames"),
          Map.entry("60x88x150", "the music model's input"),
          Map.entry("60x150x88", "the music model's output"),
          Map.entry("512x256", "a step of an LSTM of 128"),
          Map.entry("1024x512", "a step of an LSTM of 256"),
          Map.entry("2048x1024", "a step of an LSTM of 512"));

  private ProductSection() {}

  static Section of() {
    Entry packed =
        Entry.of("ProductBenchmark.packed", one -> label(one, "packed before"))
            .cases(Tier.QUICK, SHAPE, "60x750x150,512x512x512", THREADS, "1")
            .cases(Tier.STANDARD, SHAPE, "60x88x150,1024x1024x1024", THREADS, "1")
            .cases(
                Tier.FULL,
                SHAPE,
                "256x750x150,256x150x150,60x150x88,64x64x64,128x128x128,256x256x256,2048x2048x2048",
                THREADS,
                "1")
            .work(ProductSection::work);
    Entry unpacked =
        Entry.of("ProductBenchmark.unpacked", one -> label(one, "packing included"))
            .cases(
                Tier.FULL,
                SHAPE,
                "60x750x150,256x750x150,64x64x64,128x128x128,256x256x256,512x512x512,1024x1024x1024",
                THREADS,
                "1")
            .work(ProductSection::work);
    matrixPeers(packed);
    matrixPeers(unpacked);
    Entry vector =
        Entry.of("ProductBenchmark.vector", one -> label(one, "by a vector"))
            .cases(Tier.QUICK, SHAPE, "512x256")
            .cases(Tier.FULL, SHAPE, "1024x512,2048x1024")
            .work(one -> vectorWork(one, Float.BYTES))
            .peer(vectorPeer("OpenBLAS", "auto", "outputs"))
            .peer(vectorPeer("OpenBLAS, best kernels", "best", "outputs"))
            .peer(vectorPeer("OpenBLAS, best kernels, weights transposed", "best", "inputs"));
    Entry halves =
        Entry.of("ProductBenchmark.vectorBfloat16", one -> label(one, "by a vector, bfloat16"))
            .cases(Tier.STANDARD, SHAPE, "512x256")
            .cases(Tier.FULL, SHAPE, "1024x512,2048x1024")
            .work(one -> vectorWork(one, Short.BYTES));
    return new Section(
        "products",
        "Products of matrices and vectors",
        "Large products come close to the processor's limit; in those of models the rows and columns that fill no block count for more;"
            + " a matrix times a vector is as fast as its weights can be read.",
        List.of(packed, unpacked, vector, halves));
  }

  private static void matrixPeers(Entry entry) {
    List<String> shape = List.of(SHAPE);
    List<String> both = List.of(SHAPE, THREADS);
    entry
        .peer(openBlas("OpenBLAS", "openblas", "auto", both))
        .peer(openBlas("OpenBLAS, best kernels", "openblas", "best", both))
        .peer(openBlas("OpenBLAS on arrays of Java", "openblasArrays", "best", both))
        .peer(
            new Peer(
                "netlib, Vector API",
                "peers.ProductPeers.netlibVector",
                shape,
                Map.of(),
                List.of()))
        .peer(new Peer("EJML", "peers.ProductPeers.ejml", shape, Map.of(), List.of()));
  }

  private static Peer openBlas(String name, String method, String core, List<String> shared) {
    return new Peer(name, "peers.ProductPeers." + method, shared, Map.of("core", core), List.of());
  }

  private static Peer vectorPeer(String name, String core, String layout) {
    return new Peer(
        name,
        "peers.ProductPeers.openblasVector",
        List.of(SHAPE),
        Map.of("core", core, "layout", layout, THREADS, "1"),
        List.of());
  }

  private static String label(Case one, String how) {
    String shape = one.parameter(SHAPE);
    String model = MODELS.get(shape);
    String what = ProductShape.of(shape) + ", " + how;
    return model == null ? what : what + ": " + model;
  }

  private static Work work(Case one) {
    ProductShape shape = ProductShape.of(one.parameter(SHAPE));
    double numbers =
        (double) shape.rows() * shape.depth()
            + (double) shape.depth() * shape.columns()
            + (double) shape.rows() * shape.columns();
    return Work.of(shape.flops(), Float.BYTES * numbers);
  }

  private static Work vectorWork(Case one, int weightBytes) {
    ProductShape shape = ProductShape.of(one.parameter(SHAPE));
    double vectors = (double) Float.BYTES * (shape.rows() + shape.depth());
    return Work.of(shape.flops(), (double) weightBytes * shape.rows() * shape.depth() + vectors);
  }
}
