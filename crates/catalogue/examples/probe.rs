fn main(){ let a:Vec<String>=std::env::args().collect(); match catalogue::build(a[1].as_ref(), a[2].as_ref()) { Ok(s)=>println!("{s}"), Err(e)=>println!("{e}") } }
