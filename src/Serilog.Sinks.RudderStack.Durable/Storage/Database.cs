using System.Text;
using SQLitePCL;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>A connection to SQLite. Not synchronised.</summary>
/// <remarks>
/// By SQLite's own functions rather than ADO.NET: they take spans, give SQLite's own result codes, and never wait longer than
/// they are asked to. (Microsoft.Data.Sqlite sleeps 150 ms at a time while another process writes.)
/// </remarks>
sealed class Database : IDisposable
{
    // What a log call waits at most for another process that writes.
    const int BusyMilliseconds = 1000;

    readonly List<Statement> _statements = [];
    readonly sqlite3 _handle;

    static Database() => Batteries_V2.Init();

    /// <exception cref="SqliteFault">The file cannot be opened.</exception>
    public Database(string path, bool create)
    {
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out _handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var fault = new SqliteFault(code, "open");
            _handle.Dispose();
            throw fault;
        }

        raw.sqlite3_extended_result_codes(_handle, 1);
        raw.sqlite3_busy_timeout(_handle, BusyMilliseconds);
    }

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>The number of rows that the last statement has changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <exception cref="SqliteFault">It failed.</exception>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql), sql);

    /// <summary>Copies what the write-ahead log has into the file, as far as nobody else stands in the way.</summary>
    /// <returns>The pages in the log. When all of them are copied, it begins anew with the next commit.</returns>
    /// <exception cref="SqliteFault">It failed.</exception>
    public int Checkpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out _);
        if (code != raw.SQLITE_BUSY)
            Check(code, "checkpoint");
        return pages;
    }

    /// <summary>Whether SQLite finds its pages in order.</summary>
    public bool IsSound()
    {
        try
        {
            using var check = PrepareOnce("PRAGMA quick_check(1)");
            return check.Step() && check.Text(0) == "ok";
        }
        catch (SqliteFault fault) when (fault.IsCorruption)
        {
            return false;
        }
    }

    /// <summary>Reads the first column of the first row; null when there is none.</summary>
    /// <exception cref="SqliteFault">It failed.</exception>
    public long? Read(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.Integer(0) : null;
    }

    /// <summary>Makes a statement that lives as long as the connection.</summary>
    /// <exception cref="SqliteFault">It failed.</exception>
    public Statement Prepare(string sql)
    {
        var statement = PrepareOnce(sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Makes a statement that the caller disposes.</summary>
    /// <exception cref="SqliteFault">It failed.</exception>
    public Statement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle), sql);
        return new Statement(this, handle, sql);
    }

    /// <summary>Runs work in one transaction, all of it or nothing.</summary>
    /// <exception cref="SqliteFault">It failed, and nothing has changed.</exception>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        finally
        {
            // Some faults have ended it already.
            if (IsInTransaction)
                raw.sqlite3_exec(_handle, "ROLLBACK");
        }
    }

    public void Dispose()
    {
        _statements.ForEach(static statement => statement.Dispose());
        _statements.Clear();
        _handle.Dispose();
    }

    void Check(int code, string what)
    {
        if (code != raw.SQLITE_OK && code != raw.SQLITE_ROW && code != raw.SQLITE_DONE)
            throw new SqliteFault(raw.sqlite3_extended_errcode(_handle) is var extended and not raw.SQLITE_OK ? extended : code, what);
    }

    /// <summary>A prepared statement.</summary>
    public sealed class Statement : IDisposable
    {
        readonly Database _database;
        readonly sqlite3_stmt _handle;
        readonly string _sql;

        public Statement(Database database, sqlite3_stmt handle, string sql) => (_database, _handle, _sql) = (database, handle, sql);

        public Statement Bind(int parameter, long value)
        {
            _database.Check(raw.sqlite3_bind_int64(_handle, parameter, value), _sql);
            return this;
        }

        public Statement Bind(int parameter, long? value)
        {
            if (value is { } number)
                return Bind(parameter, number);
            _database.Check(raw.sqlite3_bind_null(_handle, parameter), _sql);
            return this;
        }

        public Statement Bind(int parameter, ReadOnlySpan<byte> value)
        {
            _database.Check(raw.sqlite3_bind_blob(_handle, parameter, value), _sql);
            return this;
        }

        public Statement Bind(int parameter, string? value)
        {
            _database.Check(value is null ? raw.sqlite3_bind_null(_handle, parameter) : raw.sqlite3_bind_text(_handle, parameter, value), _sql);
            return this;
        }

        /// <summary>Goes to the next row; false when there is none, and the statement is ready to be used again.</summary>
        /// <exception cref="SqliteFault">It failed.</exception>
        public bool Step()
        {
            var code = raw.sqlite3_step(_handle);
            if (code == raw.SQLITE_ROW)
                return true;
            raw.sqlite3_reset(_handle);
            _database.Check(code, _sql);
            return false;
        }

        /// <summary>Runs it to its end.</summary>
        /// <exception cref="SqliteFault">It failed.</exception>
        public void Run()
        {
            while (Step())
            {
            }
        }

        /// <summary>Leaves what is left of the rows.</summary>
        public void Reset() => raw.sqlite3_reset(_handle);

        public long Integer(int column) => raw.sqlite3_column_int64(_handle, column);

        public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

        /// <summary>The bytes, good until the next step.</summary>
        public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_handle, column);

        public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_handle, column).utf8_to_string();

        public void Dispose() => _handle.Dispose();
    }
}

/// <summary>What SQLite answered instead of a result.</summary>
sealed class SqliteFault : Exception
{
    public SqliteFault(int code, string what)
        : base(new StringBuilder("SQLite: ").Append(raw.sqlite3_errstr(code).utf8_to_string()).Append(" (").Append(code).Append(')').ToString())
    {
        Code = code & 0xFF;
        What = what;
    }

    /// <summary>The primary result code.</summary>
    public int Code { get; }

    /// <summary>The statement, which holds no values.</summary>
    public string What { get; }

    /// <summary>Whether the file itself is damaged, or is no database.</summary>
    public bool IsCorruption => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Whether another process holds the file.</summary>
    public bool IsBusy => Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
