//! x
use std::io::Write;
fn br(b:&[u8])->usize{ let mut v=Vec::new(); { let mut w=brotli::CompressorWriter::new(&mut v,4096,11,22); w.write_all(b).unwrap(); } v.len() }
fn main(){ let c=catalogue::compile("/work/main".as_ref()).unwrap(); let p=&c.procedures[0];
 let w=|p:&dossier::Procedure| br(&dossier::blob::write(p));
 println!("all {}",w(p));
 let mut q=p.clone(); q.rules.clear(); println!("rules {}",w(p)-w(&q));
 let mut q=p.clone(); q.paper=Default::default(); println!("paper {}",w(p)-w(&q));
 let mut q=p.clone(); q.questions.clear(); println!("questions {}",w(p)-w(&q));
 let mut q=p.clone(); q.components.clear(); println!("components {}",w(p)-w(&q));
 let mut q=p.clone(); q.steps.clear(); println!("steps {}",w(p)-w(&q));
 let mut q=p.clone(); q.next.clear();q.who.clear(); println!("next+who {}",w(p)-w(&q));
 let mut q=p.clone(); q.order.clear(); println!("order {}",w(p)-w(&q));
 let mut q=p.clone(); q.unverified.clear(); q.source.clear(); println!("unverified+source {}",w(p)-w(&q));
 let mut q=p.clone(); for x in &mut q.questions { x.when=None; x.copy=None; x.required=dossier::procedure::Required::Always; } println!("q exprs {}",w(p)-w(&q));
 let mut q=p.clone(); for x in &mut q.questions { x.label=Default::default(); x.help=None; x.heading=None; } println!("q texts {}",w(p)-w(&q));
 let mut q=p.clone(); for x in &mut q.questions { x.kind=dossier::Kind::Name; } println!("q kinds {}",w(p)-w(&q));
 let mut q=p.clone(); for x in &mut q.questions { x.path.clear(); } println!("q paths {}",w(p)-w(&q));
}
