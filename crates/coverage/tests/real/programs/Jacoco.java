import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IBundleCoverage;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfo;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;
import org.jacoco.report.DirectorySourceFileLocator;
import org.jacoco.report.FileMultiReportOutput;
import org.jacoco.report.IReportGroupVisitor;
import org.jacoco.report.IReportVisitor;
import org.jacoco.report.html.HTMLFormatter;
import org.jacoco.report.xml.XMLFormatter;

/**
 * Runs a class's main with JaCoCo and writes its reports: CLASSES SOURCES MAIN XML HTML GROUPS, the last of
 * which has the classes twice, in two modules, and a session of a moment of its own. Debian has JaCoCo's libraries,
 * and neither its agent in working order nor its command line.
 */
final class Jacoco extends ClassLoader {
    private final File classes;
    private final Instrumenter instrumenter;

    private Jacoco(File classes, Instrumenter instrumenter) {
        super(null);
        this.classes = classes;
        this.instrumenter = instrumenter;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = new FileInputStream(new File(classes, name.replace('.', '/') + ".class"))) {
            byte[] bytes = instrumenter.instrument(in, name);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException error) {
            throw new ClassNotFoundException(name, error);
        }
    }

    public static void main(String[] args) throws Exception {
        File classes = new File(args[0]);
        LoggerRuntime runtime = new LoggerRuntime();
        RuntimeData data = new RuntimeData();
        runtime.startup(data);
        Class<?> main = new Jacoco(classes, new Instrumenter(runtime)).loadClass(args[2]);
        main.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        ExecutionDataStore executed = new ExecutionDataStore();
        data.collect(executed, new SessionInfoStore(), false);
        runtime.shutdown();

        IBundleCoverage bundle = new Analysis(executed, classes).bundle("shop");
        try (FileOutputStream xml = new FileOutputStream(args[3])) {
            write(new XMLFormatter().createVisitor(xml), executed, bundle, args[1]);
        }
        try (FileOutputStream xml = new FileOutputStream(new File(args[5]))) {
            IReportVisitor visitor = new XMLFormatter().createVisitor(xml);
            visitor.visitInfo(List.of(new SessionInfo("run", 1700000000000L, 1700000001000L)), executed.getContents());
            IReportGroupVisitor all = visitor.visitGroup("all");
            all.visitGroup("modules").visitBundle(bundle, null);
            all.visitBundle(new Analysis(executed, classes).bundle("other"), null);
            visitor.visitEnd();
        }
        FileMultiReportOutput html = new FileMultiReportOutput(new File(args[4]));
        write(new HTMLFormatter().createVisitor(html), executed, bundle, args[1]);
    }

    private record Analysis(ExecutionDataStore executed, File classes) {
        IBundleCoverage bundle(String name) throws IOException {
            CoverageBuilder builder = new CoverageBuilder();
            new Analyzer(executed, builder).analyzeAll(classes);
            return builder.getBundle(name);
        }
    }

    /** Without the sessions: they name the machine and the hour. */
    private static void write(IReportVisitor visitor, ExecutionDataStore executed, IBundleCoverage bundle, String sources)
            throws IOException {
        visitor.visitInfo(List.of(), executed.getContents());
        visitor.visitBundle(bundle, new DirectorySourceFileLocator(new File(sources), "utf-8", 4));
        visitor.visitEnd();
    }
}
