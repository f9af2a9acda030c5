package io.greendoor.greenlet.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.greenlet.Tpool;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A JDBC driver in green tasks: one waits for a row that another one's transaction has locked. On {@code loom} the driver is
 * called as it is; on every engine it can be called on threads of its own.
 */
class BlockingDatabaseTest extends BlockingTestCase {
    /** Longer than the test may take: when it is over, the database throws. */
    private static final String PATIENT = ";LOCK_TIMEOUT=60000";

    private final String name = "mem:" + UUID.randomUUID();
    private Connection first;
    private Connection second;
    private Server server;

    @BeforeEach
    void createTable() throws SQLException {
        first = connect("jdbc:h2:" + name);
        execute(first, "create table account (id int primary key, amount int)");
        execute(first, "insert into account values (1, 100)");
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url + PATIENT);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterEach
    void close() throws SQLException {
        if (second != null) {
            second.close();
        }
        first.close();
        if (server != null) {
            server.stop();
        }
    }

    /** The first connection's transaction has changed the row, and not ended. */
    private void lockTheRow() throws SQLException {
        first.setAutoCommit(false);
        execute(first, "update account set amount = amount + 1");
    }

    @Suspendable
    private void add(Connection connection, int amount) throws SQLException {
        execute(connection, "update account set amount = amount + " + amount);
    }

    private int amount() throws SQLException {
        try (Statement statement = first.createStatement();
                ResultSet rows = statement.executeQuery("select amount from account")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void aDatabaseInTheSameJvmGivesWay() throws Exception {
        assumeMonitorsGiveWay();
        second = connect("jdbc:h2:" + name);
        lockTheRow();

        assertGivesWay(() -> add(second, 10), first::commit);

        assertEquals(111, amount());
    }

    @Test
    void aDatabaseBehindASocketGivesWay() throws Exception {
        assumeMonitorsGiveWay();
        server = Server.createTcpServer("-tcpPort", "0").start();
        second = connect("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + name);
        lockTheRow();

        assertGivesWay(() -> add(second, 10), first::commit);

        assertEquals(111, amount());
    }

    @Test
    void onEveryEngineAThreadOfTpoolMayWaitForIt() throws Exception {
        second = connect("jdbc:h2:" + name);
        lockTheRow();

        assertGivesWay(
                () -> Tpool.execute(() -> {
                    add(second, 10);
                    return null;
                }),
                first::commit);

        assertEquals(111, amount());
    }

    @Test
    void onEveryEngineAThreadOfOffloadMayWaitForIt() throws Exception {
        second = connect("jdbc:h2:" + name);
        lockTheRow();

        assertGivesWay(
                () -> Coroutines.offload(() -> {
                    add(second, 10);
                    return null;
                }),
                first::commit);

        assertEquals(111, amount());
    }
}
