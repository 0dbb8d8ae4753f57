package io.github.sailpat.cli;

import io.github.sailpat.cli.audit.AuditCommand;
import io.github.sailpat.cli.bulk.BulkCommand;
import io.github.sailpat.cli.bulk.PruneCommand;
import io.github.sailpat.cli.command.CompletionCommand;
import io.github.sailpat.cli.command.CreateCommand;
import io.github.sailpat.cli.command.DeleteCommand;
import io.github.sailpat.cli.command.DemoCommand;
import io.github.sailpat.cli.command.ExpiringCommand;
import io.github.sailpat.cli.command.InstallFilesCommand;
import io.github.sailpat.cli.command.ListCommand;
import io.github.sailpat.cli.command.PatchCommand;
import io.github.sailpat.cli.command.ShowCommand;
import io.github.sailpat.cli.command.WhoamiCommand;
import io.github.sailpat.cli.doctor.DoctorCommand;
import io.github.sailpat.cli.rotation.RotateCommand;
import io.github.sailpat.cli.session.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;

/** The commands below {@code tokens}. */
final class Subcommands {
    private static final Map<String, Function<Session, Callable<Integer>>> ALL = new LinkedHashMap<>();
    /** These describe all others. */
    private static final Set<String> OF_ALL = Set.of("completion", "install-files");

    static {
        ALL.put("list", ListCommand::new);
        ALL.put("show", ShowCommand::new);
        ALL.put("expiring", ExpiringCommand::new);
        ALL.put("whoami", WhoamiCommand::new);
        ALL.put("create", CreateCommand::new);
        ALL.put("patch", PatchCommand::new);
        ALL.put("delete", DeleteCommand::new);
        ALL.put("bulk", BulkCommand::new);
        ALL.put("rotate", RotateCommand::new);
        ALL.put("prune", PruneCommand::new);
        ALL.put("audit", AuditCommand::new);
        ALL.put("doctor", DoctorCommand::new);
        ALL.put("demo", DemoCommand::new);
        ALL.put("completion", CompletionCommand::new);
        ALL.put("install-files", InstallFilesCommand::new);
    }

    private Subcommands() {}

    /** Adds all commands. */
    static void addAll(CommandLine root, Session session) {
        ALL.forEach((name, command) -> root.addSubcommand(name, command.apply(session)));
    }

    /** Adds those whose names are in a command line, or all if there is none: to describe all of them takes time. */
    static void addNamed(CommandLine root, Session session, List<String> args) {
        if (args.stream().noneMatch(ALL::containsKey) || args.stream().anyMatch(OF_ALL::contains)) {
            addAll(root, session);
            return;
        }
        ALL.forEach((name, command) -> {
            if (args.contains(name)) {
                root.addSubcommand(name, command.apply(session));
            }
        });
    }
}
